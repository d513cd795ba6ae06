import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { PGliteClient, PostgresDatabase } from './accepted.js'
import type { Database } from './database.js'
import type { PostgresSettings } from './options.js'
import { pgliteDatabase } from './pglite-database.js'
import { adoptPool } from './pool/adopt-pool.js'
import { openPool } from './pool/open-pool.js'

/**
 * What is behind a database that was handed in.
 * @throws HallpassError `ERR_OPTIONS` where the store could not keep its promises on it
 */
export function openDatabase(database: PostgresDatabase, settings: PostgresSettings): Database {
  if (typeof database === 'string') return openPool(database, settings)
  const client = clientOf(database)
  if (isPool(client)) return adoptPool(client, settings)
  if (isPglite(client)) return pgliteDatabase(client)
  throw new HallpassError(
    'ERR_OPTIONS',
    `postgresStore: expected a URL, a pool of pg, or a drizzle database on a pool of pg or on PGlite, got ${kindOf(client)}`,
  )
}

function clientOf(database: unknown): unknown {
  if (typeof database !== 'object' || database === null) return database
  return '$client' in database ? database.$client : database
}

function isPool(client: unknown): client is pg.Pool {
  return isObjectWith(client, ['connect', 'on', 'removeListener']) && 'totalCount' in client && 'options' in client
}

function isPglite(client: unknown): client is PGliteClient {
  return isObjectWith(client, ['query', 'transaction']) && 'closed' in client
}

function isObjectWith(value: unknown, methods: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false
  return methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function')
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return isObjectWith(value, ['connect', 'query']) ? 'a single connection' : 'an object of another kind'
}
