import { resolve } from 'node:path'
import { HallpassError, type TokenStore } from '@hallpass/core'
import { openArchive } from './archive.js'
import { count } from './count.js'
import { type FileSystem, nodeFileSystem } from './disk/file-system.js'
import { storeFailure } from './failure.js'
import { find } from './find.js'
import { createInsert } from './insert/insert.js'
import { type FileStoreOptions, readDirectory, readOptions } from './options.js'
import { page } from './page.js'
import { replace } from './replace.js'
import { sweep } from './sweep/sweep.js'

/**
 * Keeps records in a directory, for processes that share a local file system: no server, no lock files, nothing that a
 * process could hold and not let go. What one process did the others see at their next call.
 *
 * A directory that is not there is empty, and made by the first insert, for its owner alone.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function fileStore(directory: string, options: FileStoreOptions = {}): TokenStore {
  return fileStoreOn(nodeFileSystem, directory, options)
}

/** The store, on calls of the file system that are handed in. */
export function fileStoreOn(fs: FileSystem, directory: string, options: FileStoreOptions = {}): TokenStore {
  const archive = openArchive(resolve(readDirectory(directory)), readOptions(options), fs)
  const insert = createInsert(archive)
  let closed = false
  return {
    insert: (record, limits) => step(() => insert(record, limits)),
    find: (id) => step(() => find(archive, id)),
    replace: (next) => step(() => replace(archive, next)),
    page: (query) => step(() => page(archive, query)),
    count: (scope, now) => step(() => count(archive, scope, now)),
    sweep: (before, limit) => step(() => sweep(archive, before, limit)),
    close: async () => {
      closed = true
    },
  }

  async function step<T>(work: () => T | Promise<T>): Promise<T> {
    if (closed) throw new HallpassError('ERR_STORE', 'the file store is closed')
    try {
      return await work()
    } catch (error) {
      throw storeFailure(error)
    }
  }
}
