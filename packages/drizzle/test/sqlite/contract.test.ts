import { storeContract } from '@hallpass/store-contract'
import Driver from 'better-sqlite3'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, it } from 'vitest'
import { hallpassGrants, hallpassTokens, sqliteStore } from '../../src/sqlite/index.js'
import { newPath } from './new-path.js'
import { openClient } from './open.js'

describe('F6 a store on a path', () => {
  it.each(storeContract)('$name', ({ run }) => run(() => sqliteStore(newPath(), { durability: 'process' })))
})

describe('F6 a store in memory', () => {
  it.each(storeContract)('$name', ({ run }) => run(() => sqliteStore(':memory:')))
})

describe('F6 a store on a drizzle database whose numbers are bigints', () => {
  it.each(storeContract)('$name', ({ run }) =>
    run(() => {
      const client = new Driver(':memory:', { timeout: 0 }).defaultSafeIntegers(true)
      return sqliteStore(drizzle({ client }))
    }),
  )
})

describe('F6 a store on tables from migrations of the application', () => {
  it.each(storeContract)('$name', ({ run }) =>
    run(async () => {
      const client = openClient(':memory:')
      for (const statement of await applicationMigration()) client.exec(statement)
      return sqliteStore(drizzle({ client }))
    }),
  )
})

/** What drizzle-kit makes of the schema: without WITHOUT ROWID, STRICT and triggers, and of two tables alone. */
async function applicationMigration(): Promise<readonly string[]> {
  const before = await generateSQLiteDrizzleJson({})
  return generateSQLiteMigration(before, await generateSQLiteDrizzleJson({ hallpassTokens, hallpassGrants }))
}
