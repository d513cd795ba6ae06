import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { Database } from '../database.js'
import type { PostgresSettings } from '../options.js'
import { insistOnMemory, refuseForgetful } from './durability.js'
import { poolDatabase } from './pool-database.js'

/**
 * A pool of the store's own, which the store ends. It holds the times on the server too, and settles how much the server
 * keeps; behind a pooler that shares connections neither is its to settle.
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
    ...poolDatabase(pool, settings, settings.prepared ? insistOnMemory : refuseForgetful),
    end: () => endPool(pool, clients, settings),
  }
}

function newPool(url: string, settings: PostgresSettings): pg.Pool {
  const { Client, Pool } = loadDriver()
  const config: pg.PoolConfig = {
    connectionString: url,
    max: settings.connections,
    connectionTimeoutMillis: settings.connectTimeout,
    ...(settings.prepared ? timesOnServer(settings) : {}),
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'hallpass',
  }
  const client = readable(() => new Client(config))
  if (client === undefined) throw wrong('the URL, or a file that it names, cannot be read')
  if (isUndecided(url, client))
    throw wrong('ssl and sslmode of a URL must say what is meant, such as sslmode=verify-full')
  return new Pool(config)
}

/** Told to the server when a connection begins. */
function timesOnServer({ statementTimeout, lockTimeout }: PostgresSettings): pg.PoolConfig {
  return {
    statement_timeout: statementTimeout,
    lock_timeout: lockTimeout,
    idle_in_transaction_session_timeout: statementTimeout,
  }
}

/** What the driver says of a URL holds the URL, and a password with it. */
function readable(read: () => pg.Client): pg.Client | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The driver takes an empty `sslmode` for none, and throws where nobody can catch it at an `ssl` that it does not know. */
function isUndecided(url: string, client: pg.Client): boolean {
  const { ssl } = client as pg.Client & { readonly ssl?: unknown }
  return typeof ssl === 'string' || /[?&]sslmode=(&|#|$)/.test(url)
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
