import { readdirSync, rmSync } from 'node:fs'
import type { PageQuery } from '@hallpass/core'
import { closedOf, grantOf, idOf, NOW, recordOf, storeContract } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { nameOf, placesIn, shelfOf } from '../src/places.js'
import { cardOf } from '../src/shelf/card.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

/** Cards of this directory, with their paths. */
function cardsIn(directory: string): readonly string[] {
  const shelf = shelfOf(placesIn(directory), idOf(1))
  return readdirSync(shelf)
    .filter((name) => name.includes('.'))
    .map((name) => `${shelf}/${name}`)
}

const scopes = (count: number) => Array.from({ length: count }, (_, number) => grantOf({ scope: `scope ${number}` }))

const QUERIES: readonly (readonly [what: string, query: Partial<PageQuery>])[] = [
  ['a resource', { scope: 'flows', resourceId: 'f-7' }],
  ['a further scope', { scope: 'further' }],
  ['a subject', { subject: 'alice' }],
  ['a creator', { createdBy: 'carol' }],
  ['a parent', { parent: idOf(99) }],
  ['what is pending', { state: 'pending' }],
]

describe('cards', () => {
  const opened: string[] = []
  const fs = hookedFileSystem(({ name, path }, proceed) => {
    if (name === 'openSync') opened.push(path)
    return proceed()
  })

  async function shelfOfTwenty() {
    const directory = newDirectory()
    const store = fileStoreOn(fs, directory, { durability: 'process' })
    for (let number = 0; number < 20; number++)
      await store.insert(number === 7 ? wanted : recordOf({ id: idOf(number), subject: 'bob', forgetAt: NOW + number }))
    opened.length = 0
    return { store, directory }
  }

  const wanted = recordOf({
    id: idOf(7),
    subject: 'alice',
    createdBy: 'carol',
    parent: idOf(99),
    state: 'pending',
    grants: [grantOf({ resourceId: 'f-7' }), grantOf({ scope: 'further' })],
  })

  it.each(QUERIES)('let a page by %s open the records alone that may fit', async (_, query) => {
    const { store } = await shelfOfTwenty()
    expect(await store.page({ limit: 10, ...query })).toEqual([wanted])
    expect(opened).toHaveLength(1)
  })

  it('let a sweep open the records alone that are due', async () => {
    const { store } = await shelfOfTwenty()
    expect(await store.sweep(NOW + 3, 10)).toBe(3)
    expect(opened).toHaveLength(3)
  })

  it('let a count open the records alone that may be live', async () => {
    const { store } = await shelfOfTwenty()
    expect(await store.count('further', NOW)).toBe(1)
    expect(await store.count('flows', recordOf().expiresAt)).toBe(0)
    expect(opened).toHaveLength(1)
  })

  it.each(QUERIES)('may be missing: a page by %s looks at the records', async (_, query) => {
    const { store, directory } = await shelfOfTwenty()
    for (const card of cardsIn(directory)) rmSync(card)
    expect(await store.page({ limit: 10, ...query })).toEqual([wanted])
    expect(await store.count('further', NOW)).toBe(1)
    expect(await store.insert(recordOf({ id: idOf(30) }), { now: NOW, total: 20 })).toBe('full')
    expect(await store.sweep(NOW + 20, 10)).toBe(10)
  })

  it('have names that fit, whatever the record', () => {
    const name = `${nameOf('A'.repeat(16))}.${'f'.repeat(16)}`
    for (const time of [0, -1.5, 8.64e15, 1e300, -1e300])
      for (let count = 0; count < 40; count++) {
        const record = recordOf({ grants: scopes(count), expiresAt: time, forgetAt: time })
        expect(cardOf(name, record).length).toBeLessThanOrEqual(255)
      }
  })

  it('may have to stand for more than fits on them', async () => {
    const store = fileStoreOn(fs, newDirectory(), { durability: 'process' })
    await store.insert(recordOf({ id: idOf(1), grants: scopes(40), subject: 'alice' }))
    expect(await store.page({ limit: 1, scope: 'scope 39', resourceId: 'f-17', subject: 'alice' })).toHaveLength(1)
    expect(await store.count('scope 39', NOW)).toBe(1)
    const limits = { now: NOW, perSubject: 1 }
    const another = (subject: string) => recordOf({ id: idOf(2), grants: scopes(1), subject })
    expect(await store.insert(another('alice'), limits)).toBe('full')
    expect(await store.insert(another('bob'), limits)).toBe('inserted')
  })

  it('are gone with their records', async () => {
    const { store, directory } = await shelfOfTwenty()
    expect(cardsIn(directory)).toHaveLength(20)
    await store.replace(closedOf(wanted))
    expect(await store.sweep(NOW + 1e9, 19)).toBe(19)
    expect(cardsIn(directory)).toHaveLength(1)
    expect(await store.sweep(NOW + 1e9, 19)).toBe(1)
    expect(readdirSync(placesIn(directory).records)).toEqual([])
  })
})

describe('F6 a store whose cards are all lost', () => {
  it.each(storeContract)('$name', ({ run }) =>
    run(() => {
      const withoutCards = hookedFileSystem(({ name, path }, proceed) =>
        name === 'link' && path.includes('~') ? Promise.resolve(proceed()).then(() => rmSync(path)) : proceed(),
      )
      return fileStoreOn(withoutCards, newDirectory(), { durability: 'process' })
    }),
  )
})
