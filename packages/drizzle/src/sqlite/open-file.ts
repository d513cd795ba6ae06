import type { Database } from 'better-sqlite3'
import { createCheckpointer, noCheckpointer } from './checkpointer.js'
import type { Connection } from './connection.js'
import { placeOf } from './database-place.js'
import { loadDriver } from './driver.js'
import { migrate } from './migrate.js'
import type { SqliteSettings } from './options.js'
import { patiently } from './patience.js'
import { sqliteFailure } from './sqlite-failure.js'

/** The most that SQLite maps, in bytes: reading from a map costs half of what reading through its cache does. */
const MAPPED = 2 ** 31 - 2 ** 16

/** To how much the WAL shrinks when it begins anew, in bytes. */
const WAL_KEPT = 32 * 2 ** 20

/**
 * Opens the database of a path, and makes it where it is not there: for its owner alone.
 * @throws HallpassError `ERR_STORE`, `ERR_OPTIONS`
 */
export function openFile(path: string, settings: SqliteSettings): Connection {
  const Driver = loadDriver()
  const { file, name } = placeOf(path)
  const client = failingAsStore(() => new Driver(name, { timeout: 0 }))
  try {
    failingAsStore(() => prepareDatabase(client, settings))
  } catch (error) {
    client.close()
    throw error
  }
  const checkpointer = file === undefined ? noCheckpointer : createCheckpointer(client, file)
  const end = async () => {
    await checkpointer.end()
    client.close()
  }
  return { client, checkpointer, end }
}

function failingAsStore<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw sqliteFailure(error)
  }
}

function prepareDatabase(client: Database, { durability, busyTimeout }: SqliteSettings): void {
  patiently(busyTimeout, () => configure(client, durability))
  patiently(busyTimeout, () => migrate(client))
}

/** `synchronous` is a matter of the connection: it is said each time, and never left to a default. */
function configure(client: Database, durability: SqliteSettings['durability']): void {
  client.pragma('journal_mode = WAL')
  client.pragma(`synchronous = ${durability === 'machine' ? 'FULL' : 'NORMAL'}`)
  client.pragma(`mmap_size = ${MAPPED}`)
  client.pragma(`journal_size_limit = ${WAL_KEPT}`)
}
