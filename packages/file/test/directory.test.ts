import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { afterEach, describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { expectRecord, expectStoreFailure, idsIn } from './expectations.js'
import { hookedFileSystem } from './hooked-file-system.js'
import { newDirectory } from './new-directory.js'

const umask = process.umask()
afterEach(() => void process.umask(umask))

/** Everything under a path, and the modes. */
function modesUnder(path: string): readonly (readonly [path: string, isDirectory: boolean, mode: number])[] {
  const found = lstatSync(path)
  const inside = found.isDirectory() ? readdirSync(path).flatMap((name) => modesUnder(join(path, name))) : []
  return [[path, found.isDirectory(), found.mode & 0o777], ...inside]
}

/** What a call of the file system gave, with other members. */
async function withMembers(given: unknown, members: object): Promise<unknown> {
  return Object.assign((await given) as object, members)
}

function wrongModes(path: string) {
  return modesUnder(path).filter(([, isDirectory, mode]) => mode !== (isDirectory ? 0o700 : 0o600))
}

describe('the directory', () => {
  it.each([0, 0o022, 0o077, 0o277, 0o777])('D2 is 0700 and its files are 0600 under the umask %i', async (mask) => {
    const directory = newDirectory()
    process.umask(mask)
    const store = fileStore(join(directory, 'deep', 'below'))
    await store.insert(recordOf(), { now: NOW, total: 9 })
    for (let version = 1; version < 300; version++) await store.replace(recordOf({ version: version + 1 }))
    expect(wrongModes(directory)).toEqual([])
    expect(modesUnder(directory).length).toBeGreaterThan(300)
  })

  it('D2 becomes its owner’s alone where it was made for the store and is empty', async () => {
    const directory = newDirectory()
    mkdirSync(directory)
    chmodSync(directory, 0o777)
    await fileStore(directory).insert(recordOf())
    expect(wrongModes(directory)).toEqual([])
  })

  it('D2 is refused where others may write in it, and it is not empty', async () => {
    const directory = newDirectory()
    mkdirSync(directory)
    writeFileSync(join(directory, 'notes.txt'), '')
    chmodSync(directory, 0o770)
    const store = fileStore(directory)
    await expectStoreFailure(store.insert(recordOf()), /other users may write/)
    expect(readdirSync(directory)).toEqual(['notes.txt'])
    chmodSync(directory, 0o755)
    expect(await store.insert(recordOf())).toBe('inserted')
    expect(lstatSync(directory).mode & 0o777).toBe(0o755)
    expect(wrongModes(join(directory, 'records'))).toEqual([])
  })

  it.each([
    { what: 'is another user’s', harm: { uid: 4001 }, mode: 0o700, text: /belongs to another user/ },
    { what: 'others may write in, and cannot be closed to them', harm: {}, mode: 0o777, text: /other users may write/ },
  ])('D2 that $what is refused, empty as it is', async ({ harm, mode, text }) => {
    const directory = newDirectory()
    mkdirSync(directory)
    chmodSync(directory, mode)
    const fs = hookedFileSystem((call, proceed) => {
      if (call.path !== directory) return proceed()
      if (call.name === 'chmod') throw Object.assign(new Error('not the owner'), { code: 'EPERM' })
      return call.name === 'stat' ? withMembers(proceed(), harm) : proceed()
    })
    await expectStoreFailure(fileStoreOn(fs, directory).insert(recordOf()), text)
    expect(readdirSync(directory)).toEqual([])
  })

  it.each(['records', 'scratch', 'gone', 'scopes'])(
    'D2 is refused where "%s" in it was made by another',
    async (name) => {
      const directory = newDirectory()
      mkdirSync(directory)
      chmodSync(directory, 0o1777)
      mkdirSync(join(directory, name), 0o700)
      const theirs = hookedFileSystem((call, proceed) =>
        call.name === 'lstat' && call.path === join(directory, name)
          ? withMembers(proceed(), { uid: 4001 })
          : proceed(),
      )
      await expectStoreFailure(
        fileStoreOn(theirs, directory).insert(recordOf()),
        new RegExp(`"${name}" .* this user alone`),
      )
      chmodSync(join(directory, name), 0o755)
      await expectStoreFailure(fileStore(directory).insert(recordOf()), /this user alone/)
      chmodSync(join(directory, name), 0o700)
      expect(await fileStore(directory).insert(recordOf())).toBe('inserted')
    },
  )

  it('D4 that is not there is empty, and nothing but an insert makes it', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    expect(await store.find(idOf(1))).toBeUndefined()
    expect(await store.replace(closedOf(recordOf()))).toBe(false)
    expect(await store.page({ limit: 10, scope: 'flows' })).toEqual([])
    expect(await store.count('flows', NOW)).toBe(0)
    expect(await store.sweep(NOW, 10)).toBe(0)
    expect(existsSync(directory)).toBe(false)
    expect(await store.insert(recordOf())).toBe('inserted')
    expect(existsSync(directory)).toBe(true)
  })

  it('D4 is not written to where an unknown record is replaced', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf())
    const before = modesUnder(directory).map(([path]) => [path, lstatSync(path).mtimeMs])
    expect(await store.replace(closedOf(recordOf({ id: idOf(2) })))).toBe(false)
    expect(modesUnder(directory).map(([path]) => [path, lstatSync(path).mtimeMs])).toEqual(before)
  })

  it('is the same after the process went to another one', async () => {
    const directory = newDirectory()
    mkdirSync(directory)
    const home = process.cwd()
    process.chdir(directory)
    const store = fileStore('./tokens')
    process.chdir(home)
    await store.insert(recordOf())
    expect(existsSync(join(directory, 'tokens', 'records'))).toBe(true)
  })

  it('that is a file is a failure of the store', async () => {
    const directory = newDirectory()
    writeFileSync(directory, '')
    const store = fileStore(directory)
    for (const call of [
      store.find(idOf(1)),
      store.insert(recordOf()),
      store.replace(nextOf(recordOf())),
      store.page({ limit: 1 }),
      store.count('flows', NOW),
      store.sweep(NOW, 1),
    ])
      await expectStoreFailure(call, /not that of a directory/)
  })

  it('that was removed while the store is open is empty, and made again', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf(), { now: NOW, total: 1 })
    rmSync(directory, { recursive: true })
    expect(await idsIn(store)).toEqual([])
    expect(await store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 1 })).toBe('inserted')
    expect(await store.insert(recordOf({ id: idOf(3) }), { now: NOW, total: 1 })).toBe('full')
  })

  it('may come back from a backup without its empty directories', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf())
    for (const name of ['scratch', 'gone']) rmSync(join(directory, name), { recursive: true })
    const reopened = fileStore(directory)
    expect(await reopened.replace(nextOf(recordOf()))).toBe(true)
    await expectRecord(reopened, nextOf(recordOf()))
    rmSync(join(directory, 'scratch'), { recursive: true })
    expect(await reopened.sweep(recordOf().forgetAt + 1, 10)).toBe(1)
    expect(await idsIn(reopened)).toEqual([])
  })

  it('may hold files of others, which are left alone', async () => {
    const directory = newDirectory()
    const store = fileStore(directory)
    await store.insert(recordOf())
    for (const place of ['.', 'records', 'scratch', 'gone', 'scopes'])
      writeFileSync(join(directory, place, '.DS_Store'), '')
    expect(await idsIn(store)).toEqual([idOf(1)])
    expect(await store.sweep(recordOf().forgetAt + 1, 10)).toBe(1)
    for (const place of ['.', 'records', 'scratch', 'gone', 'scopes'])
      expect(existsSync(join(directory, place, '.DS_Store'))).toBe(true)
  })
})
