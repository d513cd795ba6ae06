import type { TokenStore } from '@hallpass/core'
import Driver, { type Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { onTestFinished } from 'vitest'
import { type SqliteStoreOptions, sqliteStore } from '../../src/sqlite/index.js'

/** A store on a path, closed at the end of the test. */
export function openStore(path: string, options: SqliteStoreOptions = { durability: 'process' }): TokenStore {
  const store = sqliteStore(path, options)
  onTestFinished(() => store.close())
  return store
}

/** A connection beside the store's, closed at the end of the test. */
export function openClient(path: string, options: Driver.Options = {}): Database {
  const client = new Driver(path, { timeout: 0, ...options })
  onTestFinished(() => void client.close())
  return client
}

/** The application's own database, with what a store needs of it. */
export function applicationDatabase(path: string) {
  const client = openClient(path)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  return drizzle({ client })
}
