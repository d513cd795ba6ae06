import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { directoryOf, nameOf, placesIn, shelfOf } from '../src/places.js'
import { idsIn } from './expectations.js'
import { newDirectory } from './new-directory.js'

const HOUR = 60 * 60 * 1000

/** A store with a record, beside what a crash left of another that was not admitted yet, and of a version. */
async function crashedStore() {
  const directory = newDirectory()
  const places = placesIn(directory)
  const store = fileStore(directory, { durability: 'process' })
  for (const number of [2, 1]) await store.insert(recordOf({ id: idOf(number) }))
  const shelf = shelfOf(places, idOf(2))
  const card = readdirSync(shelf).find((name) => name.startsWith(`${nameOf(idOf(2))}.`)) ?? ''
  const aside = join(places.scratch, card.split('.').slice(0, 2).join('.'))
  renameSync(directoryOf(places, idOf(2)), aside)
  const version = join(places.scratch, `${nameOf(idOf(1))}-0123456789abcdef`)
  writeFileSync(version, 'half a rec')
  return { directory, places, store, card: join(shelf, card), aside, version }
}

function setAge(milliseconds: number, ...paths: readonly string[]): void {
  const then = new Date(Date.now() - milliseconds)
  for (const path of paths) utimesSync(path, then, then)
}

describe('what a crash leaves', () => {
  it('D2 is never read as a record', async () => {
    const { store } = await crashedStore()
    expect(await idsIn(store)).toEqual([idOf(1)])
    expect(await store.find(idOf(2))).toBeUndefined()
    expect(await store.count('flows', NOW)).toBe(1)
    expect(await store.insert(recordOf({ id: idOf(3) }), { now: NOW, total: 2 })).toBe('inserted')
  })

  it('stays for an hour, since it may be in use', async () => {
    const { store, aside, version, card } = await crashedStore()
    setAge(HOUR - 60_000, aside, version)
    await store.sweep(NOW, 10)
    expect([aside, version, card].map((path) => existsSync(path))).toEqual([true, true, true])
  })

  it('is swept then, with its card, and counts for nothing', async () => {
    const { store, aside, version, card, places } = await crashedStore()
    setAge(HOUR + 60_000, aside, version)
    expect(await store.sweep(NOW, 10)).toBe(0)
    expect([aside, version, card].map((path) => existsSync(path))).toEqual([false, false, false])
    expect([readdirSync(places.scratch), readdirSync(places.gone)]).toEqual([[], []])
    expect(await idsIn(store)).toEqual([idOf(1)])
  })

  it('of a sweep is removed by the next, with its cards', async () => {
    const { store, places, card, aside } = await crashedStore()
    renameSync(aside, join(places.gone, aside.split('/').at(-1) ?? ''))
    await store.sweep(0, 10)
    expect(readdirSync(places.gone)).toEqual([])
    expect(existsSync(card)).toBe(false)
    expect(await idsIn(store)).toEqual([idOf(1)])
  })

  it('may be empty shelves, which are removed', async () => {
    const { store, places } = await crashedStore()
    const empty = shelfOf(places, '0000000000000000')
    mkdirSync(empty, { recursive: true })
    await store.sweep(0, 10)
    expect(existsSync(empty)).toBe(false)
    expect(existsSync(join(empty, '..'))).toBe(false)
  })

  it('keeps nobody from changing the record', async () => {
    const { store } = await crashedStore()
    expect(await store.replace(nextOf(recordOf()))).toBe(true)
    expect(await store.insert(recordOf({ id: idOf(2) }))).toBe('inserted')
    expect(await idsIn(store)).toEqual([idOf(1), idOf(2)])
  })
})
