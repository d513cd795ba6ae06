import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { Database } from '../database.js'
import type { PostgresSettings } from '../options.js'
import { insistOnMemory } from './durability.js'
import { poolDatabase } from './pool-database.js'

/**
 * A pool of the store's own, which holds the times on the server too and which the store ends.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_STORE`
 */
export function openPool(url: string, settings: PostgresSettings): Database {
  if (!/^postgres(ql)?:\/\//.test(url)) throw wrong('a URL must begin with postgres:// or postgresql://')
  const pool = newPool(url, settings)
  const clients = new Set<pg.PoolClient>()
  pool.on('connect', (client) => clients.add(client))
  pool.on('remove', (client) => clients.delete(client))
  pool.on('error', (_error, client) => clients.delete(client))
  return {
    ...poolDatabase(pool, settings, insistOnMemory),
    end: () => endPool(pool, clients, settings),
  }
}

function newPool(url: string, settings: PostgresSettings): pg.Pool {
  const { Client, Pool } = loadDriver()
  const config: pg.PoolConfig = {
    connectionString: url,
    max: settings.connections,
    connectionTimeoutMillis: settings.connectTimeout,
    statement_timeout: settings.statementTimeout,
    lock_timeout: settings.lockTimeout,
    idle_in_transaction_session_timeout: settings.statementTimeout,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'hallpass',
  }
  if (!isReadable(() => new Client(config))) throw wrong('the URL, or a file that it names, cannot be read')
  return new Pool(config)
}

/** What the driver says of a URL holds the URL, and a password with it. */
function isReadable(read: () => unknown): boolean {
  try {
    return read() !== undefined
  } catch {
    return false
  }
}

/** Calls under way come to their end, each in its time. A server that does not say goodbye keeps nobody. */
async function endPool(pool: pg.Pool, clients: ReadonlySet<pg.PoolClient>, settings: PostgresSettings): Promise<void> {
  const { connectTimeout, statementTimeout } = settings
  const late = new AbortController()
  const ended = pool.end().finally(() => late.abort())
  const patience = delay(connectTimeout + statementTimeout, undefined, { signal: late.signal, ref: false })
  await Promise.race([ended, patience.catch(() => undefined)])
  for (const client of clients) (client as pg.PoolClient & { readonly unref?: () => void }).unref?.()
}

function loadDriver(): typeof pg {
  try {
    return createRequire(import.meta.url)('pg') as typeof pg
  } catch (cause) {
    throw new HallpassError('ERR_STORE', 'pg cannot be loaded; install it beside @hallpass/drizzle: npm install pg', {
      cause,
    })
  }
}

function wrong(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `postgresStore: ${text}`)
}
