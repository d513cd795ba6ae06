import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { HallpassError } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { loadDriver } from './driver.js'
import { migrate } from './migrate.js'
import type { SqliteSettings } from './options.js'
import { patiently } from './patience.js'
import { sqliteFailure } from './sqlite-failure.js'

export const IN_MEMORY = ':memory:'

/** The most that SQLite maps: reading from a map costs half of what reading through its cache does. */
const MAPPED = 2 ** 31 - 2 ** 16

/** To how much the WAL shrinks when it begins anew, in bytes. */
const WAL_KEPT = 32 * 2 ** 20

/**
 * Opens the database of a path, and makes it where it is not there: readable for its owner alone.
 * @throws HallpassError `ERR_STORE`, `ERR_OPTIONS`
 */
export function openFile(path: string, { durability, busyTimeout }: SqliteSettings): Database {
  if (path.trim() === '')
    throw new HallpassError(
      'ERR_OPTIONS',
      'sqliteStore: the path must be that of a file, or ":memory:", got an empty text',
    )
  const Driver = loadDriver()
  if (path !== IN_MEMORY) makePrivate(path)
  const client = opened(() => new Driver(path, { timeout: 0 }))
  try {
    patiently(busyTimeout, () => configure(client, durability))
    patiently(busyTimeout, () => migrate(client))
    return client
  } catch (error) {
    client.close()
    throw sqliteFailure(error)
  }
}

function opened(open: () => Database): Database {
  try {
    return open()
  } catch (error) {
    throw sqliteFailure(error)
  }
}

/** SQLite gives its other files (`-wal`, `-shm`) the mode of the first. */
function makePrivate(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isFile()) return
    throw new HallpassError('ERR_STORE', 'the path of the SQLite database is not that of a file')
  }
  if (!existsSync(dirname(path)))
    throw new HallpassError('ERR_STORE', 'the directory of the SQLite database does not exist; make it first')
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch (cause) {
    throw new HallpassError('ERR_STORE', 'the SQLite database cannot be made: the directory cannot be written', {
      cause,
    })
  }
}

/** `synchronous` is a matter of the connection: it is set each time, and never taken from a default. */
function configure(client: Database, durability: SqliteSettings['durability']): void {
  client.pragma('journal_mode = WAL')
  client.pragma(`synchronous = ${durability === 'machine' ? 'FULL' : 'NORMAL'}`)
  client.pragma(`mmap_size = ${MAPPED}`)
  client.pragma(`journal_size_limit = ${WAL_KEPT}`)
}
