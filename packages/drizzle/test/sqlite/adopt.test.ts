import { idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import Driver, { type Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { newPath } from './new-path.js'
import { applicationDatabase, openClient } from './open.js'

describe('a SQLite store on a drizzle database', () => {
  it('leaves the connection open, and its settings as they are', async () => {
    const database = applicationDatabase(newPath())
    const client = database.$client
    const settings = () =>
      ['journal_mode', 'synchronous', 'mmap_size', 'busy_timeout', 'wal_autocheckpoint', 'cache_size'].map((name) =>
        client.pragma(name, { simple: true }),
      )
    const before = settings()
    const store = sqliteStore(database)
    await store.insert(recordOf())
    await store.close()
    expect(client.open).toBe(true)
    expect(settings()).toEqual(before)
  })

  it('tells what the matter is where the application closed the connection', async () => {
    const database = applicationDatabase(newPath())
    const store = sqliteStore(database)
    database.$client.close()
    await expect(store.find(idOf(1))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the connection of the SQLite database is closed',
    })
  })

  it.each<[string, (client: Database) => void, string]>([
    [
      'synchronous is NORMAL',
      (client) => client.pragma('synchronous = NORMAL'),
      `synchronous is NORMAL, which durability "machine" does not allow; say db.pragma('synchronous = FULL'), or choose durability: 'process'`,
    ],
    [
      'synchronous is OFF',
      (client) => client.pragma('synchronous = OFF'),
      `synchronous is OFF, which durability "machine" does not allow; say db.pragma('synchronous = FULL')`,
    ],
    [
      'the journal is in memory',
      (client) => client.pragma('journal_mode = MEMORY'),
      "journal_mode is memory, which a crash may leave damaged; say db.pragma('journal_mode = WAL')",
    ],
    ['there is no journal', (client) => client.unsafeMode().pragma('journal_mode = OFF'), 'journal_mode is off'],
    [
      'SQLite waits for seconds',
      (client) => client.pragma('busy_timeout = 5000'),
      "for 5000 ms where the database is locked; say db.pragma('busy_timeout = 100')",
    ],
    ['a transaction is open', (client) => client.exec('BEGIN'), 'inside a transaction'],
    ['it is closed', (client) => client.close(), 'the connection of the drizzle database is closed'],
  ])('is refused where %s', (_what, set, message) => {
    const client = openClient(newPath())
    client.pragma('journal_mode = DELETE')
    set(client)
    expect(() => sqliteStore(drizzle({ client }))).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(message) }),
    )
  })

  it('may have synchronous at NORMAL where durability is "process", and never OFF', () => {
    const database = applicationDatabase(newPath())
    database.$client.pragma('synchronous = NORMAL')
    expect(() => sqliteStore(database, { durability: 'process' })).not.toThrow()
    database.$client.pragma('synchronous = OFF')
    expect(() => sqliteStore(database, { durability: 'process' })).toThrow(/synchronous is OFF/)
  })

  it.each([
    [undefined, 'got undefined'],
    [null, 'got null'],
    [7, 'got 7'],
    [{}, 'got an object without $client'],
    [new Driver(':memory:'), 'got an object without $client'],
    [{ $client: { execute: () => {} } }, 'got a database with another driver'],
  ])('is refused where it is none on better-sqlite3: %s', (database, message) => {
    expect(() => sqliteStore(database as never)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(message) }),
    )
  })

  it('does not compile with the database of another driver', () => {
    const libsql = { $client: { execute: async () => ({ rows: [] }) } }
    // @ts-expect-error a libsql client has no prepare
    expect(() => sqliteStore(libsql)).toThrow(/another driver/)
  })

  it('waits with its writes until a transaction of the application is over, so that none is taken back', async () => {
    const { $client: client, ...database } = applicationDatabase(newPath())
    const store = sqliteStore({ ...database, $client: client })
    await store.insert(recordOf())
    client.exec('BEGIN')
    const replaced = store.replace(nextOf(recordOf(), { usesLeft: 3 }))
    const inserted = store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 9 })
    client.exec('ROLLBACK')
    expect(await Promise.all([replaced, inserted])).toEqual([true, 'inserted'])
    expect(await store.find(idOf(1))).toMatchObject({ version: 2, usesLeft: 3 })
    expect(await store.page({ limit: 10 })).toHaveLength(2)
  })

  it('throws where a transaction of the application stays open', async () => {
    const database = applicationDatabase(newPath())
    const store = sqliteStore(database, { busyTimeout: 20 })
    database.$client.exec('BEGIN')
    await expect(store.insert(recordOf())).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the application had a transaction open on the connection for longer than busyTimeout, 20 ms',
    })
  })
})
