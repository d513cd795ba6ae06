import { HallpassError, type TokenStore } from '@hallpass/core'
import type { PostgresDatabase } from './accepted.js'
import type { Database } from './database.js'
import { find, replace } from './hot-path.js'
import { insert } from './insert.js'
import { count } from './live-total.js'
import { openDatabase } from './open-database.js'
import { type PostgresStoreOptions, readOptions } from './options.js'
import { createPages } from './pages.js'
import { postgresFailure } from './postgres-failure.js'
import { sweep } from './sweep.js'

/**
 * Keeps records in a Postgres database, for processes on many machines.
 *
 * Given a URL, the store makes connections of its own and ends them when it is closed. Given a pool of `pg`, or a drizzle
 * database on one or on PGlite, it borrows connections and never ends them. The tables are made by {@link migrate}, or by
 * your own migrations. Nothing is connected to before the first call.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function postgresStore(database: PostgresDatabase, options: PostgresStoreOptions = {}): TokenStore {
  return storeOn(openDatabase(database, readOptions(options)))
}

/** Each method is one statement; an insert with limits is a short transaction, a sweep is several statements. */
function storeOn(database: Database): TokenStore {
  const { run } = database
  const page = createPages()
  let ended: Promise<void> | undefined
  return {
    insert: (record, limits) => call(() => insert(database, record, limits)),
    find: (id) => call(() => find(run, id)),
    replace: (next) => call(() => replace(run, next)),
    page: (query) => call(() => page(run, query)),
    count: (scope, now) => call(() => count(run, scope, now)),
    sweep: (before, limit) => call(() => sweep(run, before, limit)),
    close: () => {
      ended ??= database.end()
      return ended
    },
  }

  async function call<T>(work: () => Promise<T>): Promise<T> {
    if (ended) throw new HallpassError('ERR_STORE', 'the Postgres store is closed')
    try {
      return await work()
    } catch (error) {
      throw postgresFailure(error)
    }
  }
}
