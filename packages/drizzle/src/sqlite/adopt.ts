import { HallpassError } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { noCheckpointer } from './checkpointer.js'
import type { Connection } from './connection.js'
import { migrate } from './migrate.js'
import type { Durability, SqliteSettings } from './options.js'
import { patiently } from './patience.js'
import { sqliteFailure } from './sqlite-failure.js'

/** A drizzle database on better-sqlite3: `drizzle(new Database('app.db'))`. */
export interface DrizzleSqliteDatabase {
  readonly $client: {
    prepare(source: string): unknown
    pragma(source: string): unknown
    readonly inTransaction: boolean
    readonly open: boolean
  }
}

/** The longest that SQLite itself may wait for a lock, holding up the event loop, in milliseconds. */
const LONGEST_WAIT = 250

const FULL = 2
const NORMAL = 1

/**
 * The connection of a database that is the application's own. It is left as it is: what the store needs is checked, and
 * what does not fit is refused.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_STORE`
 */
export function adopt(database: DrizzleSqliteDatabase, { durability, busyTimeout }: SqliteSettings): Connection {
  const client = clientOf(database)
  try {
    checkSettings(client, durability)
    patiently(busyTimeout, () => migrate(client))
  } catch (error) {
    throw sqliteFailure(error)
  }
  return { client, checkpointer: noCheckpointer, end: async () => {} }
}

function checkSettings(client: Database, durability: Durability): void {
  if (client.inTransaction) throw refusal('the connection is inside a transaction; open the store before or after it')
  checkWait(client)
  if (client.memory) return
  checkJournal(client)
  checkSynchronous(client, durability)
}

function checkWait(client: Database): void {
  const wait = Number(client.pragma('busy_timeout', { simple: true }))
  if (wait > LONGEST_WAIT)
    throw refusal(
      `SQLite would hold up the event loop for ${wait} ms where the database is locked; say db.pragma('busy_timeout = 100'), or at most ${LONGEST_WAIT}: the store waits by itself, and holds up nothing`,
    )
}

function clientOf(database: DrizzleSqliteDatabase): Database {
  const client = (database as Partial<DrizzleSqliteDatabase> | null | undefined)?.$client as Database | undefined
  if (
    typeof client?.prepare !== 'function' ||
    typeof client.pragma !== 'function' ||
    typeof client.inTransaction !== 'boolean'
  )
    throw refusal(`expected a path, or a drizzle database on better-sqlite3, got ${kindOf(database)}`)
  if (!client.open) throw refusal('the connection of the drizzle database is closed')
  return client
}

/** A journal that is not on disk does not bring a database back after a crash. */
function checkJournal(client: Database): void {
  const mode = client.pragma('journal_mode', { simple: true })
  if (mode === 'off' || mode === 'memory')
    throw refusal(`journal_mode is ${mode}, which a crash may leave damaged; say db.pragma('journal_mode = WAL')`)
}

function checkSynchronous(client: Database, durability: Durability): void {
  const level = Number(client.pragma('synchronous', { simple: true }))
  if (level >= (durability === 'machine' ? FULL : NORMAL)) return
  const name = level === NORMAL ? 'NORMAL' : 'OFF'
  const other = level === NORMAL ? ", or choose durability: 'process'" : ''
  throw refusal(
    `synchronous is ${name}, which durability "${durability}" does not allow; say db.pragma('synchronous = FULL')${other}`,
  )
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return '$client' in value ? 'a database with another driver' : 'an object without $client'
}

function refusal(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `sqliteStore: ${text}`)
}
