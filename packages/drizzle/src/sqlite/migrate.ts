import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { pendingMigrations } from '../migrations/pending-migrations.js'
import { MIGRATIONS } from './migrations/migrations.js'
import { GRANTS_OF_ALL, TRIGGERS } from './migrations/triggers.js'
import { hallpassGrants, hallpassLive, hallpassLiveSubjects, hallpassMigrations } from './schema.js'
import { sqlText } from './statements.js'

/**
 * Brings the database into the shape of this version of the store. Where it has it already, nothing is written and no lock
 * is taken; several processes may do it at once.
 * @throws HallpassError `ERR_STORE` where a later version was here before
 */
export function migrate(client: Database): void {
  if (pendingMigrations(TARGET, appliedMigrations(client)).length === 0 && missingTriggers(client).length === 0) return
  const change = client.transaction(() => {
    applyMigrations(client)
    addTriggers(client)
  })
  change.immediate()
}

const TARGET = { database: 'SQLite', all: MIGRATIONS }

function applyMigrations(client: Database): void {
  client.exec('CREATE TABLE IF NOT EXISTS hallpass_migrations (name TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID')
  const note = client.prepare(sqlText(sql`insert into ${hallpassMigrations} values (?)`))
  for (const { name, statements } of pendingMigrations(TARGET, appliedMigrations(client))) {
    for (const statement of statements) client.exec(statement)
    note.run(name)
  }
}

function appliedMigrations(client: Database): readonly string[] {
  if (!namesOf(client, 'table').includes('hallpass_migrations')) return []
  const names = client.prepare(sqlText(sql`select ${hallpassMigrations.name} from ${hallpassMigrations}`)).pluck()
  return names.all() as string[]
}

/**
 * While a trigger was missing, what triggers keep in step went wrong: the index of grants is filled again, and counts are
 * forgotten, to be made afresh when they are needed.
 */
function addTriggers(client: Database): void {
  const missing = missingTriggers(client)
  for (const name of missing) client.exec(`CREATE TRIGGER ${name} ${TRIGGERS[name]}`)
  if (missing.length === 0) return
  for (const table of [hallpassLive, hallpassLiveSubjects, hallpassGrants])
    client.exec(sqlText(sql`delete from ${table}`))
  for (const statement of GRANTS_OF_ALL) client.exec(statement)
}

function missingTriggers(client: Database): readonly string[] {
  const there = namesOf(client, 'trigger')
  return Object.keys(TRIGGERS).filter((name) => !there.includes(name))
}

function namesOf(client: Database, type: 'table' | 'trigger'): readonly string[] {
  return client.prepare('select name from sqlite_schema where type = ?').pluck().all(type) as string[]
}
