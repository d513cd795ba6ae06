import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { Database } from '../database.js'
import type { PostgresSettings } from '../options.js'
import { refuseForgetful } from './durability.js'
import { poolDatabase } from './pool-database.js'

/**
 * The pool of an application: it stays the application's, its settings are left alone, and the store never ends it. While
 * the store is open, the loss of an idle connection does not end the process; the pool makes a new one when it needs it.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function adoptPool(pool: pg.Pool, settings: PostgresSettings): Database {
  if (!(Number(pool.options.connectionTimeoutMillis) > 0))
    throw new HallpassError(
      'ERR_OPTIONS',
      'postgresStore: the pool would wait for a connection without end; say new Pool({ connectionTimeoutMillis: 2000 })',
    )
  pool.on('error', ignore)
  return {
    ...poolDatabase(pool, settings, refuseForgetful),
    end: async () => void pool.removeListener('error', ignore),
  }
}

/** The pool has taken the connection out already. */
function ignore(): void {}
