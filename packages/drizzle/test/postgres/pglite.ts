import { PGlite } from '@electric-sql/pglite'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { drizzle } from 'drizzle-orm/pglite'
import { afterAll } from 'vitest'
import { hallpassGrants, hallpassLive, hallpassTokens, migrate } from '../../src/postgres/index.js'

/** A Postgres in this process for the tests of a file. */
function startPglite() {
  const client = new PGlite()
  afterAll(() => client.close())
  return { client, database: drizzle({ client }) }
}

/** The same, with the tables that `migrate` makes. */
export async function startMigrated() {
  const started = startPglite()
  await migrate(started.database)
  return started
}

/** The same, with the tables that drizzle-kit makes of the schema. */
export async function startWithTablesOfTheApplication() {
  const started = startPglite()
  const schema = { hallpassTokens, hallpassGrants, hallpassLive }
  for (const statement of await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema)))
    await started.client.exec(statement)
  return started
}
