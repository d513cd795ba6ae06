import { readdirSync } from 'node:fs'
import { HallpassError } from '@hallpass/core'
import { nextOf, recordOf } from '@hallpass/store-contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { idOf, isId, nameOf, placesIn, shelfOf, shelfStart } from '../src/places.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

const HOSTILE = [
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  'a/b',
  '.',
  '',
  'AAAAAAAAAAAAAAA',
  `${'A'.repeat(16)}\n`,
  'A'.repeat(17),
  'ä'.repeat(16),
]
const ids = fc.stringMatching(/^[A-Za-z0-9]{16}$/)

describe('ids', () => {
  it.each(HOSTILE)('%j touches no path: it is not found, and not kept', async (id) => {
    const touched: string[] = []
    const fs = hookedFileSystem(({ path }, proceed) => {
      touched.push(path)
      return proceed()
    })
    const store = fileStoreOn(fs, newDirectory())
    expect(await store.find(id)).toBeUndefined()
    expect(await store.replace(nextOf(recordOf({ id })))).toBe(false)
    await expect(store.insert(recordOf({ id }))).rejects.toThrow(HallpassError)
    expect(touched).toEqual([])
  })

  it('have names that tell case apart where the file system does not', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(nameOf(id)).toMatch(/^[0-9a-z_]+$/)
        expect(idOf(nameOf(id))).toBe(id)
      }),
    )
  })

  it('have names, and shelves, in their own order', () => {
    const places = placesIn('')
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const [low = '', high = ''] = [a, b].sort()
        expect(nameOf(low) <= nameOf(high)).toBe(true)
        expect(shelfOf(places, low) <= shelfOf(places, high)).toBe(true)
        expect(shelfStart(low) <= low).toBe(true)
      }),
    )
  })

  it('of a time share a shelf, which others do not come to', async () => {
    const directory = newDirectory()
    const store = fileStore(directory, { durability: 'process' })
    const near = ['0VkS2aQzabcdefgh', '0VkS2bQzabcdefgh', '0VkS2cQzabcdefgh']
    const far = ['0VkS2eQzabcdefgh', '0VkS3aQzabcdefgh', '0VkT2aQzabcdefgh']
    for (const id of [...near, ...far]) await store.insert(recordOf({ id }))
    const places = placesIn(directory)
    expect(new Set(near.map((id) => shelfOf(places, id))).size).toBe(1)
    expect(new Set([...near, ...far].map((id) => shelfOf(places, id))).size).toBe(4)
    expect(readdirSync(shelfOf(places, near[0] ?? '')).filter((name) => isId(idOf(name)))).toHaveLength(3)
  })
})
