import { join } from 'node:path'
import { idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import type { Durability } from '../src/index.js'
import { directoryOf, placesIn, shelfOf, spanOf } from '../src/places.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

const VERSION = /^\d+-[0-9a-f]{16}$/
const last = (path: string) => path.split('/').at(-1) ?? ''

/** A store, and what it put on the disk, and in place, in this order. */
function tracedStore(durability: Durability) {
  const directory = newDirectory()
  const trace: (readonly [what: string, path: string])[] = []
  const fs = hookedFileSystem(({ name, path }, proceed) => {
    if (!['file.sync', 'link', 'rename'].includes(name)) return proceed()
    return Promise.resolve(proceed()).then((result) => {
      trace.push([name === 'file.sync' ? 'synced' : name, path])
      return result
    })
  })
  return { directory, trace, store: fileStoreOn(fs, directory, { durability }) }
}

describe("what is answered with durability 'machine'", () => {
  it('of a replace is on the disk: the text before it is in place, its name after', async () => {
    const { directory, trace, store } = tracedStore('machine')
    await store.insert(recordOf())
    trace.length = 0
    await store.replace(nextOf(recordOf()))
    const record = directoryOf(placesIn(directory), recordOf().id)
    expect(trace).toEqual([
      ['synced', expect.stringContaining('/scratch/')],
      ['link', expect.stringContaining(`${record}/2-`)],
      ['synced', record],
    ])
  })

  it('of a replace that begins another directory is on the disk, with the name of that', async () => {
    const { directory, trace, store } = tracedStore('machine')
    const record = (version: number) => recordOf({ version })
    await store.insert(record(1))
    for (let version = 2; version <= 257; version++) {
      trace.length = 0
      await store.replace(record(version))
    }
    const home = directoryOf(placesIn(directory), idOf(1))
    expect(
      trace
        .slice(2)
        .map(([, path]) => path)
        .sort(),
    ).toEqual([home, `${home}/from-257`])
  })

  it('of an insert is on the disk: the record before it is in place, its names after', async () => {
    const { directory, trace, store } = tracedStore('machine')
    await store.insert(recordOf({ id: idOf(1) }))
    trace.length = 0
    await store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 9 })
    const places = placesIn(directory)
    const placed = trace.findIndex(([what, path]) => what === 'rename' && path === directoryOf(places, idOf(2)))
    const before = trace
      .slice(0, placed)
      .filter(([what]) => what === 'synced')
      .map(([, path]) => path)
    const after = trace.slice(placed + 1)
    const aside = before.find((path) => !VERSION.test(last(path))) ?? ''
    expect(before.sort()).toEqual([aside, expect.stringContaining(`${aside}/1-`)])
    expect(aside).toContain(places.scratch)
    expect(after.map(([what]) => what)).toEqual(['synced', 'synced', 'synced'])
    expect(after.map(([, path]) => path).sort()).toEqual(
      [places.records, spanOf(places, idOf(2)), shelfOf(places, idOf(2))].sort(),
    )
  })

  it('of the first insert is on the disk, with the directories above', async () => {
    const { directory, trace, store } = tracedStore('machine')
    await store.insert(recordOf())
    const synced = trace.flatMap(([what, path]) => (what === 'synced' ? [path] : []))
    expect(synced.slice(0, 2)).toEqual([directory, join(directory, '..')])
  })
})

describe("what is answered with durability 'process'", () => {
  it('waits for no disk', async () => {
    const { trace, store } = tracedStore('process')
    await store.insert(recordOf(), { now: NOW, total: 9 })
    await store.replace(nextOf(recordOf()))
    await store.sweep(NOW * 2, 9)
    expect(trace.filter(([what]) => what === 'synced')).toEqual([])
    expect(trace.length).toBeGreaterThan(4)
  })
})
