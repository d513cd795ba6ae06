import { sql } from 'drizzle-orm'
import { pendingMigrations } from '../migrations/pending-migrations.js'
import type { PostgresDatabase } from './accepted.js'
import type { Run } from './database.js'
import { MIGRATIONS } from './migrations/migrations.js'
import { openDatabase } from './open-database.js'
import { type PostgresStoreOptions, readOptions } from './options.js'
import { postgresFailure } from './postgres-failure.js'
import { hallpassMigrations } from './schema.js'
import { statement } from './statements.js'

/**
 * Makes the tables of the store, or brings them into the shape of this version. Where they have it already, nothing is
 * written and no lock is taken; several processes may do it at once. Tables from migrations of your own are taken as they are.
 * @throws HallpassError `ERR_OPTIONS`; `ERR_STORE` where the database fails, or a later version was here before
 */
export async function migrate(database: PostgresDatabase, options: PostgresStoreOptions = {}): Promise<void> {
  const { run, transaction, end } = openDatabase(database, readOptions(options))
  try {
    if (pendingMigrations(TARGET, await appliedMigrations(run)).length > 0) await transaction(applyMigrations)
  } catch (error) {
    throw postgresFailure(error)
  } finally {
    await end()
  }
}

const TARGET = { database: 'Postgres', all: MIGRATIONS }

/** One process at a time; who comes later finds nothing left to do. */
const LOCK = statement(sql`select pg_advisory_xact_lock(hashtextextended('hallpass migrations', 0))`)
const IS_THERE = statement(sql`select to_regclass('hallpass_migrations') is not null`)
const NAMES = statement(sql`select ${hallpassMigrations.name} from ${hallpassMigrations}`)
const NOTE = statement(sql`insert into ${hallpassMigrations} (name) values ($1) on conflict do nothing`)
const TABLE = 'CREATE TABLE IF NOT EXISTS hallpass_migrations (name text COLLATE "C" PRIMARY KEY NOT NULL)'

async function applyMigrations(run: Run): Promise<void> {
  await run(LOCK)
  const pending = pendingMigrations(TARGET, await appliedMigrations(run))
  await run(statement(sql.raw(TABLE)))
  for (const { name, statements } of pending) {
    for (const text of statements) await run(statement(sql.raw(text)))
    await run(NOTE, [name])
  }
}

async function appliedMigrations(run: Run): Promise<readonly string[]> {
  const [there] = (await run(IS_THERE)).rows
  if (String(there?.[0]).startsWith('f')) return []
  return (await run(NAMES)).rows.map(([name]) => String(name))
}
