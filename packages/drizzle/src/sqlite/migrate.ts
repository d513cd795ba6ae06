import { HallpassError } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import type { Migration } from './migrations/migration.js'
import { MIGRATIONS } from './migrations/migrations.js'
import { TRIGGERS } from './migrations/triggers.js'
import { hallpassLive, hallpassLiveSubjects, hallpassMigrations } from './schema.js'
import { sqlText } from './statements.js'

/**
 * Brings the database into the shape of this version of the store. Where it has it already, nothing is written and no lock
 * is taken; several processes may do it at once.
 * @throws HallpassError `ERR_STORE` where a later version was here before
 */
export function migrate(client: Database): void {
  if (pendingMigrations(client).length === 0 && missingTriggers(client).length === 0) return
  const change = client.transaction(() => {
    applyMigrations(client)
    addTriggers(client)
  })
  change.immediate()
}

function applyMigrations(client: Database): void {
  client.exec('CREATE TABLE IF NOT EXISTS hallpass_migrations (name TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID')
  const note = client.prepare(sqlText(sql`insert into ${hallpassMigrations} values (?)`))
  for (const { name, statements } of pendingMigrations(client)) {
    for (const statement of statements) client.exec(statement)
    note.run(name)
  }
}

function pendingMigrations(client: Database): readonly Migration[] {
  const applied = appliedMigrations(client)
  const stranger = applied.find((name) => !MIGRATIONS.some((migration) => migration.name === name))
  if (stranger !== undefined)
    throw new HallpassError(
      'ERR_STORE',
      `the SQLite database has the migration "${stranger}" of a later version of @hallpass/drizzle: install that version`,
    )
  return MIGRATIONS.filter(({ name }) => !applied.includes(name))
}

function appliedMigrations(client: Database): readonly string[] {
  if (!namesOf(client, 'table').includes('hallpass_migrations')) return []
  const names = client.prepare(sqlText(sql`select ${hallpassMigrations.name} from ${hallpassMigrations}`)).pluck()
  return names.all() as string[]
}

/** While a trigger was missing, counts went wrong: they are forgotten, and made afresh when they are needed. */
function addTriggers(client: Database): void {
  const missing = missingTriggers(client)
  for (const name of missing) client.exec(`CREATE TRIGGER ${name} ${TRIGGERS[name]}`)
  if (missing.length === 0) return
  for (const table of [hallpassLive, hallpassLiveSubjects]) client.exec(sqlText(sql`delete from ${table}`))
}

function missingTriggers(client: Database): readonly string[] {
  const there = namesOf(client, 'trigger')
  return Object.keys(TRIGGERS).filter((name) => !there.includes(name))
}

function namesOf(client: Database, type: 'table' | 'trigger'): readonly string[] {
  return client.prepare('select name from sqlite_schema where type = ?').pluck().all(type) as string[]
}
