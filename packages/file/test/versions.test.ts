import { readdirSync } from 'node:fs'
import { nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { directoryOf, placesIn } from '../src/places.js'
import { expectRecord } from './expectations.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

/** A record at its version 600, and the names that a look at it reads. */
async function oftenChanged(first: number) {
  const directory = newDirectory()
  const store = fileStore(directory, { durability: 'process' })
  let record = recordOf({ version: first })
  await store.insert(record)
  for (let change = 0; change < 599; change++) {
    record = nextOf(record, { attempts: [`change ${change}`] })
    if (!(await store.replace(record))) throw new Error(`version ${record.version} was refused`)
  }
  return { directory, store, record, path: directoryOf(placesIn(directory), record.id) }
}

describe('versions', () => {
  it.each([1, 300, 2 ** 31])('are found after hundreds of changes, beginning with %i', async (first) => {
    const { store, record } = await oftenChanged(first)
    await expectRecord(store, record)
    expect(await store.replace(record)).toBe(false)
    expect(await store.replace(nextOf(nextOf(record)))).toBe(false)
    expect(await store.replace(nextOf(record))).toBe(true)
    expect(await store.sweep(record.forgetAt + 1, 1)).toBe(1)
    expect(await store.find(record.id)).toBeUndefined()
  })

  it('are all kept, no more than 256 in a directory', async () => {
    const { path } = await oftenChanged(1)
    const chunks = readdirSync(path).filter((name) => name.startsWith('from-'))
    expect(chunks.sort()).toEqual(['from-257', 'from-513'])
    const counts = ['', ...chunks].map((name) => readdirSync(`${path}/${name}`).filter((one) => /^\d/.test(one)).length)
    expect(counts).toEqual([256, 256, 88])
  })

  it('are found where a directory for the next was made, and nothing came into it', async () => {
    const { directory, record } = await oftenChanged(1)
    const crashing = hookedFileSystem(({ name, path }, proceed) => {
      if (name === 'link' && path.includes('from-')) throw Object.assign(new Error('crash'), { code: 'EIO' })
      return proceed()
    })
    let last = record
    const store = fileStore(directory, { durability: 'process' })
    while (last.version < 768) {
      last = nextOf(last, { attempts: [] })
      await store.replace(last)
    }
    await expect(fileStoreOn(crashing, directory).replace(nextOf(last))).rejects.toThrow()
    expect(readdirSync(directoryOf(placesIn(directory), last.id))).toContain('from-769')
    await expectRecord(store, last)
    expect(await store.replace(nextOf(last))).toBe(true)
    await expectRecord(store, nextOf(last))
  })
})

describe('the calls that a find makes', () => {
  const calls: string[] = []
  const fs = hookedFileSystem(({ name }, proceed) => {
    calls.push(name)
    return proceed()
  })

  it('are one look into a directory and one read, and one look where there is nothing', async () => {
    const store = fileStoreOn(fs, newDirectory(), { durability: 'process' })
    await store.insert(recordOf())
    calls.length = 0
    await store.find(recordOf().id)
    expect(calls).toEqual(['lstatSync', 'readdirSync', 'openSync', 'fstatSync', 'readFileSync', 'closeSync'])
    calls.length = 0
    await store.find('0000000000000000')
    expect(calls).toEqual(['lstatSync'])
  })
})
