import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { recordOf } from '@hallpass/store-contract'
import { afterEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { newPath } from './new-path.js'
import { openStore } from './open.js'

const umask = process.umask()

afterEach(() => {
  process.umask(umask)
})

describe('the path of a SQLite store', () => {
  it('is made a database for its owner alone, whatever the umask', async () => {
    process.umask(0)
    const path = newPath()
    await openStore(path).insert(recordOf())
    const modes = readdirSync(dirname(path)).map((name) => [name, statSync(`${dirname(path)}/${name}`).mode & 0o777])
    expect(Object.fromEntries(modes)).toEqual({ 'tokens.db': 0o600, 'tokens.db-wal': 0o600, 'tokens.db-shm': 0o600 })
  })

  it('keeps the mode of a database that is there', () => {
    const path = newPath()
    writeFileSync(path, '', { mode: 0o640 })
    openStore(path)
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it('may be relative, and stays the same when the process changes its directory', async () => {
    const path = newPath()
    const store = openStore(relative(process.cwd(), path))
    await store.insert(recordOf())
    await store.close()
    expect(statSync(path).size).toBeGreaterThan(0)
  })

  it('is a database that is gone at the end where it is ":memory:"', async () => {
    await openStore(':memory:').insert(recordOf())
    expect(await openStore(':memory:').page({ limit: 1 })).toEqual([])
  })

  it.each(['', ' ', ' tokens.db', 'tokens.db\n', 'file:tokens.db?mode=memory'])('is refused where it is %j', (path) => {
    expect(() => sqliteStore(path)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining('expected the path of a file') }),
    )
  })

  it.each([
    [
      'in a directory that is not there',
      (path: string) => rmSync(dirname(path), { recursive: true }),
      /directory .* not there/,
    ],
    ['a directory', (path: string) => mkdirSync(path), /not that of a file/],
    ['another kind of file', (path: string) => writeFileSync(path, 'a'.repeat(5000)), /not an SQLite database/],
    ['in what is no directory', (path: string) => replaceByFile(dirname(path)), /may this process write the directory/],
  ])('is refused where it is %s, and nothing is made', (_what, spoil, text) => {
    const path = newPath()
    spoil(path)
    expect(() => sqliteStore(path)).toThrow(
      expect.objectContaining({ code: 'ERR_STORE', message: expect.stringMatching(text) }),
    )
    expect(() => sqliteStore(path)).not.toThrow(expect.objectContaining({ message: expect.stringContaining(path) }))
  })

  it('can be opened again after the store was closed', async () => {
    const path = newPath()
    const store = openStore(path)
    await store.insert(recordOf())
    await store.close()
    expect(readdirSync(dirname(path))).toEqual(['tokens.db'])
    expect(await openStore(path).find(recordOf().id)).toEqual(recordOf())
  })
})

function replaceByFile(directory: string): void {
  rmSync(directory, { recursive: true })
  writeFileSync(directory, '')
}
