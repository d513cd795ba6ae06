import { HallpassError } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
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
  if (isInShape(client)) return
  client
    .transaction(() => {
      client.exec(sqlText(sql`create table if not exists ${hallpassMigrations} (name text not null primary key)`))
      for (const { name, statements } of pendingMigrations(client)) {
        for (const statement of statements) client.exec(statement)
        client.prepare(sqlText(sql`insert into ${hallpassMigrations} values (?)`)).run(name)
      }
      addTriggers(client)
    })
    .immediate()
}

function isInShape(client: Database): boolean {
  return pendingMigrations(client).length === 0 && missingTriggers(client).length === 0
}

function pendingMigrations(client: Database) {
  const applied = appliedMigrations(client)
  const stranger = applied.find((name) => !MIGRATIONS.some((migration) => migration.name === name))
  if (stranger !== undefined)
    throw new HallpassError(
      'ERR_STORE',
      `the database has the migration "${stranger}", which this version of @hallpass/drizzle does not know: it was used with a later version`,
    )
  return MIGRATIONS.filter(({ name }) => !applied.includes(name))
}

function appliedMigrations(client: Database): readonly string[] {
  if (!namesOf(client, 'table').includes('hallpass_migrations')) return []
  return client
    .prepare(sqlText(sql`select ${hallpassMigrations.name} from ${hallpassMigrations}`))
    .pluck()
    .all() as string[]
}

/** Where a trigger was missing, counts may be wrong: they are forgotten, and counted afresh when they are needed. */
function addTriggers(client: Database): void {
  for (const name of missingTriggers(client)) client.exec(`CREATE TRIGGER ${name} ${TRIGGERS[name]}`)
  for (const table of [hallpassLive, hallpassLiveSubjects]) client.exec(sqlText(sql`delete from ${table}`))
}

function missingTriggers(client: Database): readonly string[] {
  const there = namesOf(client, 'trigger')
  return Object.keys(TRIGGERS).filter((name) => !there.includes(name))
}

function namesOf(client: Database, type: 'table' | 'trigger'): readonly string[] {
  return client.prepare('select name from sqlite_schema where type = ?').pluck().all(type) as string[]
}
