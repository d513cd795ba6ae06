import type { PGlite } from '@electric-sql/pglite'
import { grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { hallpassTokens, migrate, postgresStore } from '../../src/postgres/index.js'
import { startMigrated, startWithTablesOfTheApplication } from './pglite.js'

const made = await startMigrated()
const own = await startWithTablesOfTheApplication()

describe('the tables of the Postgres store', () => {
  it.each([
    [
      'columns',
      'select table_name, column_name, data_type, is_nullable, collation_name from information_schema.columns',
    ],
    ['indexes', 'select tablename as table_name, indexname, indexdef from pg_indexes'],
  ])('have the same %s, whether the store or drizzle-kit makes them', async (_, query) => {
    const [one, other] = [await rowsOf(made.client, query), await rowsOf(own.client, query)]
    expect(one.length).toBeGreaterThan(10)
    expect(one).toEqual(other)
  })

  it('are compared byte by byte where they are looked up by', async () => {
    const indexed = await made.client.query<{ name: string; collations: string[] }>(`
      select relname as name, array_agg(collname order by collname) as collations from pg_index
        join pg_class on pg_class.oid = indexrelid
        cross join unnest(indcollation) as used join pg_collation on pg_collation.oid = used
      where relname like 'hallpass%' group by relname`)
    expect(indexed.rows.length).toBeGreaterThan(9)
    for (const { name, collations } of indexed.rows) expect(new Set(collations), name).toEqual(new Set(['C']))
  })

  it('are read through drizzle as what they mean', async () => {
    const { database } = made
    const record = recordOf({ id: idOf(7), roles: ['reader'], metadata: { purpose: 'connect' }, subject: 'alice' })
    await postgresStore(database).insert(record)
    const [row] = await database.select().from(hallpassTokens)
    expect(row).toMatchObject({
      id: idOf(7),
      scope: 'flows',
      resourceId: 'f-17',
      subject: 'alice',
      state: 'active',
      closedAs: null,
      expiresAt: record.expiresAt,
      roles: ['reader'],
      metadata: { purpose: 'connect' },
      decisions: null,
    })
  })

  it('lose the rows of grants with their token', async () => {
    const { client, database } = own
    const store = postgresStore(database)
    const grants = [grantOf(), grantOf({ scope: 'files' }), grantOf({ scope: 'files', resourceId: 'x' })]
    await store.insert(recordOf({ id: idOf(1), grants, forgetAt: 1 }))
    await store.insert(recordOf({ id: idOf(2), grants: [] }))
    const count = async () => (await client.query('select 1 from hallpass_grants')).rows.length
    expect(await count()).toBe(3)
    await store.sweep(2, 10)
    expect(await count()).toBe(0)
  })
})

describe('migrate', () => {
  it('makes tables once, and leaves what is there alone', async () => {
    const { database, client } = made
    const store = postgresStore(database)
    await store.insert(recordOf({ id: idOf(3) }))
    await Promise.all([migrate(database), migrate(database)])
    expect(await store.find(idOf(3))).toEqual(recordOf({ id: idOf(3) }))
    expect((await client.query('select name from hallpass_migrations')).rows).toEqual([{ name: '0001-tables' }])
  })

  it('takes tables from migrations of the application as they are', async () => {
    await postgresStore(own.database).insert(recordOf({ id: idOf(4) }))
    await migrate(own.database)
    expect(await postgresStore(own.database).find(idOf(4))).toBeDefined()
  })

  it('stops where a later version of the store was before', async () => {
    await made.client.exec("insert into hallpass_migrations values ('0002-later')")
    await expect(migrate(made.database)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: expect.stringContaining('0002-later'),
    })
  })

  it('is asked for by a store that finds no tables', async () => {
    await own.client.exec('drop table hallpass_tokens')
    await expect(postgresStore(own.database).count('flows', NOW)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: expect.stringContaining('run migrate()'),
    })
  })
})

async function rowsOf(client: PGlite, query: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await client.query<Record<string, unknown>>(query)
  const ours = rows.filter(({ table_name }) => /^hallpass_(tokens|grants|live)$/.test(String(table_name)))
  return ours.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
