import { grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import Driver, { type Database } from 'better-sqlite3'
import { is } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { getTableConfig, SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/sqlite/index.js'
import { newPath } from './new-path.js'
import { applicationDatabase, openClient, openStore } from './open.js'

const TABLES = [
  schema.hallpassTokens,
  schema.hallpassGrants,
  schema.hallpassLive,
  schema.hallpassLiveSubjects,
  schema.hallpassMigrations,
] as const

describe('the tables of the SQLite store', () => {
  it.each(TABLES.map((table) => ({ table, name: getTableConfig(table).name })))(
    'have in $name the columns of the schema, and no others',
    ({ table, name }) => {
      expect(columnsInDatabase(storeInMemory(), name)).toEqual(columnsInSchema(table))
    },
  )

  it.each(TABLES.map((table) => ({ table, name: getTableConfig(table).name })))(
    'have on $name the indexes of the schema, and no others',
    ({ table, name }) => {
      expect(indexesInDatabase(storeInMemory(), name)).toEqual(indexesInSchema(table))
    },
  )

  it('hold the types of what is in them, and are kept by their keys', () => {
    const tables = storeInMemory().pragma('table_list') as { name: string; wr: number; strict: number }[]
    const ours = tables.filter(({ name }) => name.startsWith('hallpass_'))
    expect(ours.map(({ name }) => name).sort()).toEqual(TABLES.map((table) => getTableConfig(table).name).sort())
    for (const table of ours) expect(table).toMatchObject({ wr: 1, strict: 1 })
  })

  it('have the names that people filter by as columns, and no trace of what a token opens', async () => {
    const path = newPath()
    const store = openStore(path)
    const record = recordOf({ subject: 'alice', createdBy: 'bob', parent: idOf(9), name: 'Link', roles: ['reader'] })
    await store.insert(record)
    const row = openClient(path).prepare('select * from hallpass_tokens').get()
    expect(row).toMatchObject({
      id: record.id,
      scope: 'flows',
      resource_id: 'f-17',
      subject: 'alice',
      created_by: 'bob',
      parent: idOf(9),
      state: 'active',
      closed_as: null,
      expires_at: record.expiresAt,
      roles: '["reader"]',
      bindings: null,
    })
  })

  it('are read through drizzle as what they mean', async () => {
    const database = applicationDatabase(newPath())
    const store = schema.sqliteStore(database)
    await store.insert(recordOf({ roles: ['reader'], metadata: { purpose: 'connect' } }))
    const [row] = database.select().from(schema.hallpassTokens).all()
    expect(row).toMatchObject({ roles: ['reader'], metadata: { purpose: 'connect' }, decisions: null })
  })

  it('are made by whoever comes first, and left alone by whoever comes later', async () => {
    const path = newPath()
    await openStore(path).insert(recordOf())
    expect(await openStore(path).find(idOf(1))).toEqual(recordOf())
  })

  it('need no lock where they are there already', async () => {
    const path = newPath()
    await openStore(path).insert(recordOf())
    openClient(path).exec('BEGIN IMMEDIATE')
    expect(await openStore(path, { busyTimeout: 0 }).find(idOf(1))).toEqual(recordOf())
  })

  it('stay as they are where the database was used with a later version of the store', async () => {
    const path = newPath()
    await openStore(path).insert(recordOf())
    openClient(path).exec("INSERT INTO hallpass_migrations VALUES ('0002-later')")
    expect(() => schema.sqliteStore(path)).toThrow(
      expect.objectContaining({ code: 'ERR_STORE', message: expect.stringContaining('0002-later') }),
    )
  })

  it('get back a trigger that was lost, and the counts are made afresh', async () => {
    const path = newPath()
    const limits = { now: NOW, total: 1 }
    await openStore(path).insert(recordOf({ id: idOf(1) }), limits)
    openClient(path).exec(`DROP TRIGGER hallpass_live_removed; DELETE FROM hallpass_tokens WHERE id = '${idOf(1)}'`)
    const store = openStore(path)
    expect(await store.insert(recordOf({ id: idOf(2) }), limits)).toBe('inserted')
    expect(await store.insert(recordOf({ id: idOf(3) }), limits)).toBe('full')
  })

  it('find by a grant what was kept, closed or forgotten while the triggers were missing', async () => {
    const path = newPath()
    const store = openStore(path)
    const grants = [grantOf(), grantOf({ scope: 'files', resourceId: 'x' }), grantOf({ scope: 'files' })]
    await store.insert(recordOf({ id: idOf(1), forgetAt: 1 }))
    const client = openClient(path)
    for (const name of client.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all())
      client.exec(`DROP TRIGGER ${name}`)
    await store.sweep(2, 10)
    await store.insert(recordOf({ id: idOf(2), grants }))
    await store.insert(recordOf({ id: idOf(3), grants: [] }))
    const reopened = openStore(path)
    expect(await reopened.page({ limit: 9, scope: 'flows', resourceId: 'f-17' })).toHaveLength(1)
    expect(await reopened.page({ limit: 9, scope: 'files', resourceId: 'x' })).toHaveLength(1)
    const rows = client.prepare('select scope, token_id, position, resource_id from hallpass_grants').raw().all()
    expect(rows).toEqual([
      ['files', idOf(2), 1, 'x'],
      ['files', idOf(2), 2, 'f-17'],
      ['flows', idOf(2), 0, 'f-17'],
    ])
  })

  it('survive a column that the application adds while the store is open', async () => {
    const path = newPath()
    const store = openStore(path)
    await store.insert(recordOf())
    openClient(path).exec('ALTER TABLE hallpass_tokens ADD COLUMN note TEXT')
    expect(await store.find(idOf(1))).toEqual(recordOf())
    expect(await store.insert(recordOf({ id: idOf(2) }))).toBe('inserted')
    expect(await store.page({ limit: 10 })).toHaveLength(2)
  })

  it('lose the rows of grants with their token', async () => {
    const path = newPath()
    const store = openStore(path)
    const grants = [grantOf(), grantOf({ scope: 'files' }), grantOf({ scope: 'files', resourceId: 'x' })]
    await store.insert(recordOf({ id: idOf(1), grants, forgetAt: 1 }))
    await store.insert(recordOf({ id: idOf(2), grants: [] }))
    const count = openClient(path).prepare('select count(*) from hallpass_grants').pluck()
    expect(count.get()).toBe(3)
    await store.sweep(2, 10)
    expect(count.get()).toBe(0)
  })
})

function storeInMemory(): Database {
  const client = new Driver(':memory:', { timeout: 0 })
  schema.sqliteStore(drizzle({ client }))
  return client
}

interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
}

function columnsInDatabase(client: Database, table: string): readonly Column[] {
  const columns = client.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number }[]
  return columns.map(({ name, type, notnull }) => ({ name, type: type.toLowerCase(), notNull: notnull === 1 }))
}

function columnsInSchema(table: SQLiteTable): readonly Column[] {
  const { columns } = getTableConfig(table)
  return columns.map((column) => ({ name: column.name, type: column.getSQLType(), notNull: column.notNull }))
}

/** Each index as its name and its columns; the one of a primary key as `primary`. */
function indexesInDatabase(client: Database, table: string): readonly string[] {
  const indexes = client.pragma(`index_list(${table})`) as { name: string; origin: string }[]
  const shown = indexes.map(({ name, origin }) => {
    const columns = client.pragma(`index_info(${name})`) as { name: string }[]
    return `${origin === 'pk' ? 'primary' : name} (${columns.map((column) => column.name)})`
  })
  return shown.sort()
}

function indexesInSchema(table: SQLiteTable): readonly string[] {
  const { columns, indexes, primaryKeys } = getTableConfig(table)
  const single = columns.filter((column) => column.primary).map(({ name }) => `primary (${name})`)
  const several = primaryKeys.map((key) => `primary (${key.columns.map(({ name }) => name)})`)
  const others = indexes.map(
    ({ config }) =>
      `${config.name} (${config.columns.map((column) => (is(column, SQLiteColumn) ? column.name : '?'))})`,
  )
  return [...single, ...several, ...others].sort()
}
