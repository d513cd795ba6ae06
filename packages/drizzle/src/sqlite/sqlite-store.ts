import { HallpassError, type TokenStore } from '@hallpass/core'
import { adopt, type DrizzleSqliteDatabase } from './adopt.js'
import { createBusyLine } from './busy-line.js'
import type { Connection } from './connection.js'
import { prepareFind, prepareReplace } from './hot-path.js'
import { prepareInsert } from './insert.js'
import { prepareLiveTotal } from './live-total.js'
import { openFile } from './open-file.js'
import { readOptions, type SqliteSettings, type SqliteStoreOptions } from './options.js'
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
  const connection = typeof database === 'string' ? openFile(database, settings) : adopt(database, settings)
  return storeOn(connection, settings)
}

/** Each method is one step of SQLite, prepared once; a sweep is several. */
function storeOn({ client, checkpointer, end }: Connection, { busyTimeout }: SqliteSettings): TokenStore {
  const line = createBusyLine({ busyTimeout })
  const insert = prepareInsert(client)
  const find = prepareFind(client)
  const replace = prepareReplace(client)
  const page = preparePages(client)
  const count = prepareLiveTotal(client)
  const sweep = prepareSweep(client, { write, checkpointer })
  let ended: Promise<void> | undefined
  return {
    insert: (record, limits) => write(() => insert(record, limits)),
    find: (id) => read(() => find(id)),
    replace: (next) => write(() => replace(next)),
    page: (query) => read(() => page(query)),
    count: (scope, now) => read(() => count(scope, now)),
    sweep,
    close: () => {
      ended ??= end()
      return ended
    },
  }

  function read<T>(step: () => T): Promise<T> {
    return line.read(() => {
      refuseEnded()
      return step()
    })
  }

  /** A transaction of the application could take back what the store has answered for, so the store waits for its end. */
  function write<T>(step: () => T): Promise<T> {
    return line.write(() => {
      refuseEnded()
      if (client.inTransaction) throw openTransaction()
      const result = step()
      checkpointer.wrote(1)
      return result
    })
  }

  function refuseEnded(): void {
    if (ended) throw new HallpassError('ERR_STORE', 'the SQLite store is closed')
  }
}
