import { HallpassError, type TokenStore } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { adopt, type DrizzleSqliteDatabase } from './adopt.js'
import { createBusyLine } from './busy-line.js'
import { prepareFind, prepareReplace } from './hot-path.js'
import { prepareInsert } from './insert.js'
import { prepareLiveTotal } from './live-total.js'
import { openFile } from './open-file.js'
import { readOptions, type SqliteStoreOptions } from './options.js'
import { preparePages } from './pages.js'
import { openTransaction } from './sqlite-failure.js'
import { prepareSweep } from './sweep.js'

/**
 * Keeps records in an SQLite database, for the processes of one machine.
 *
 * Given a path, the store opens the database, makes it where it is not there, and closes it at the end; `':memory:'` is one
 * that is gone at the end. Given a drizzle database on better-sqlite3, it works on that connection, which stays the
 * application's: its settings are left alone, but checked. The tables are made by the store itself.
 * @throws HallpassError `ERR_OPTIONS`; `ERR_STORE` where the database cannot be opened
 */
export function sqliteStore(database: string | DrizzleSqliteDatabase, options: SqliteStoreOptions = {}): TokenStore {
  const settings = readOptions(options)
  if (typeof database !== 'string') return storeOn(adopt(database, settings), settings.busyTimeout, () => {})
  const client = openFile(database, settings)
  return storeOn(client, settings.busyTimeout, () => client.close())
}

/** Each method is one step of SQLite, prepared once. `end` closes what the store opened. */
function storeOn(client: Database, busyTimeout: number, end: () => void): TokenStore {
  const line = createBusyLine({ busyTimeout })
  let isOpen = true
  const read = <T>(step: () => T) => line.read(() => whileOpen(step))
  const write = <T>(step: () => T) => line.write(() => whileOpen(() => outsideTransaction(client, step)))

  const insert = prepareInsert(client)
  const find = prepareFind(client)
  const replace = prepareReplace(client)
  const page = preparePages(client)
  const count = prepareLiveTotal(client)
  const sweep = prepareSweep(client, write)
  return {
    insert: (record, limits) => write(() => insert(record, limits)),
    find: (id) => read(() => find(id)),
    replace: (next) => write(() => replace(next)),
    page: (query) => read(() => page(query)),
    count: (scope, now) => read(() => count(scope, now)),
    sweep,
    close: async () => {
      if (!isOpen) return
      isOpen = false
      end()
    },
  }

  function whileOpen<T>(step: () => T): T {
    if (!isOpen) throw new HallpassError('ERR_STORE', 'the SQLite store is closed')
    return step()
  }
}

/**
 * What is written inside a transaction of the application could be taken back by it, after the store has answered; so the
 * store waits until it is over.
 */
function outsideTransaction<T>(client: Database, step: () => T): T {
  if (client.inTransaction) throw openTransaction()
  return step()
}
