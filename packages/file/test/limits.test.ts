import { readdirSync, renameSync, rmSync } from 'node:fs'
import { closedOf, grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { placesIn } from '../src/places.js'
import { expectStoreFailure } from './expectations.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

const total = (most: number) => ({ now: NOW, total: most })
const perSubject = (most: number) => ({ now: NOW, perSubject: most })

describe('limits', () => {
  const calls: string[] = []
  const fs = hookedFileSystem(({ name }, proceed) => {
    calls.push(name)
    return proceed()
  })

  const looksAtAll = () => calls.filter((name) => name === 'readdir').length

  it.each([{ total: 2000 }, { perSubject: 200 }])(
    'C10 are known among 1000 records without a look at them: %j',
    async (limits) => {
      const store = fileStoreOn(fs, newDirectory(), { durability: 'process' })
      for (let number = 0; number < 1000; number++)
        await store.insert(recordOf({ id: idOf(number), subject: `subject ${number % 10}` }))
      calls.length = 0
      await store.insert(recordOf({ id: idOf(1000), subject: 'subject 0' }), { now: NOW, ...limits })
      expect(looksAtAll()).toBeGreaterThan(0)
      calls.length = 0
      for (let number = 1001; number < 1050; number++)
        expect(await store.insert(recordOf({ id: idOf(number), subject: 'subject 0' }), { now: NOW, ...limits })).toBe(
          'inserted',
        )
      expect(looksAtAll()).toBe(0)
    },
  )

  it('C10 of a subject are known without a look, whoever else came from this process', async () => {
    const store = fileStoreOn(fs, newDirectory(), { durability: 'process' })
    await store.insert(recordOf({ id: idOf(0), subject: 'subject 0' }), perSubject(3))
    calls.length = 0
    for (let number = 1; number < 60; number++)
      expect(await store.insert(recordOf({ id: idOf(number), subject: `subject ${number % 30}` }), perSubject(3))).toBe(
        'inserted',
      )
    expect(looksAtAll()).toBe(0)
  })

  it('of two stores that know nothing of each other are exact, whoever comes', async () => {
    const directory = newDirectory()
    const stores = [fileStore(directory), fileStore(directory)] as const
    const answers: string[] = []
    for (let number = 0; number < 24; number++)
      answers.push(
        await stores[number % 2 === 0 ? 0 : 1].insert(
          recordOf({ id: idOf(number) }),
          number % 3 === 2 ? undefined : total(12),
        ),
      )
    expect(answers.slice(0, 12)).toEqual(Array(12).fill('inserted'))
    expect(answers.slice(12)).toEqual(
      [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].map((number) => (number % 3 === 2 ? 'inserted' : 'full')),
    )
  })

  it('count a record that another store kept without limits since the last look', async () => {
    const directory = newDirectory()
    const [limited, other] = [fileStore(directory), fileStore(directory)]
    await limited.insert(recordOf({ id: idOf(1), subject: 'alice' }), perSubject(3))
    await other.insert(recordOf({ id: idOf(2), subject: 'alice' }))
    await other.insert(recordOf({ id: idOf(3), subject: 'bob' }))
    expect(await limited.insert(recordOf({ id: idOf(4), subject: 'alice' }), perSubject(2))).toBe('full')
    expect(await limited.insert(recordOf({ id: idOf(4), subject: 'alice' }), perSubject(3))).toBe('inserted')
    expect(await limited.insert(recordOf({ id: idOf(5), subject: 'alice' }), perSubject(3))).toBe('full')
    expect(await limited.insert(recordOf({ id: idOf(5), subject: 'bob' }), perSubject(2))).toBe('inserted')
  })

  it('C2 find a place free that another store closed, or swept', async () => {
    const directory = newDirectory()
    const [limited, other] = [fileStore(directory), fileStore(directory)]
    for (const number of [1, 2]) await limited.insert(recordOf({ id: idOf(number), forgetAt: NOW }), total(2))
    expect(await limited.insert(recordOf({ id: idOf(3) }), total(2))).toBe('full')
    await other.replace(closedOf(recordOf({ id: idOf(1), forgetAt: NOW })))
    expect(await limited.insert(recordOf({ id: idOf(3) }), total(2))).toBe('inserted')
    expect(await limited.insert(recordOf({ id: idOf(4) }), total(2))).toBe('full')
    expect(await other.sweep(NOW + 1, 10)).toBe(2)
    expect(await limited.insert(recordOf({ id: idOf(4) }), total(2))).toBe('inserted')
    expect(await limited.insert(recordOf({ id: idOf(5) }), total(2))).toBe('full')
  })

  it('leave nothing behind where there is no room', async () => {
    const directory = newDirectory()
    const store = fileStoreOn(fs, directory)
    await store.insert(recordOf(), total(1))
    calls.length = 0
    const shelves = () => readdirSync(placesIn(directory).records, { recursive: true })
    const before = shelves()
    expect(await store.insert(recordOf({ id: idOf(2) }), total(1))).toBe('full')
    expect(shelves()).toEqual(before)
    expect(readdirSync(placesIn(directory).scratch)).toEqual([])
    expect(calls.filter((name) => ['mkdir', 'open', 'link', 'rename'].includes(name))).toEqual([])
  })

  it('are exact again after somebody removed the heads of the scopes', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    for (const number of [1, 2, 3]) await store.insert(recordOf({ id: idOf(number) }), total(4))
    rmSync(placesIn(directory).scopes, { recursive: true })
    const other = fileStore(directory)
    for (const number of [4, 5, 6, 7]) await other.insert(recordOf({ id: idOf(number) }))
    expect(await store.insert(recordOf({ id: idOf(8) }), total(7))).toBe('full')
    expect(await store.insert(recordOf({ id: idOf(8) }), total(8))).toBe('inserted')
  })

  it('are exact again after the head of a scope was lost', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    for (const number of [1, 2]) await store.insert(recordOf({ id: idOf(number) }), total(3))
    const { scopes } = placesIn(directory)
    const [scope = ''] = readdirSync(scopes)
    for (const name of readdirSync(`${scopes}/${scope}`)) rmSync(`${scopes}/${scope}/${name}`)
    expect(await store.insert(recordOf({ id: idOf(3) }), total(3))).toBe('inserted')
    expect(await store.insert(recordOf({ id: idOf(4) }), total(3))).toBe('full')
  })

  it('are a failure where something else is in the place of the head', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf({ id: idOf(1) }))
    const { scopes, scratch } = placesIn(directory)
    const [scope = ''] = readdirSync(scopes)
    for (const name of readdirSync(`${scopes}/${scope}`))
      renameSync(`${scopes}/${scope}/${name}`, `${scopes}/${scope}/notes`)
    await expectStoreFailure(store.insert(recordOf({ id: idOf(2) })), /head of a scope .* was replaced/)
    expect(readdirSync(scratch)).toEqual([])
  })

  it('do not let a scope wait for another', async () => {
    const store = fileStore(newDirectory())
    const inScope = (scope: string, number: number) =>
      store.insert(recordOf({ id: idOf(number), grants: [grantOf({ scope })] }), total(1))
    expect(await Promise.all([inScope('a', 1), inScope('b', 2), inScope('c', 3)])).toEqual(Array(3).fill('inserted'))
    expect(await Promise.all([inScope('a', 4), inScope('b', 5), inScope('c', 6)])).toEqual(Array(3).fill('full'))
  })
})
