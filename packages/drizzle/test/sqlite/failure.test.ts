import { inspect } from 'node:util'
import type { TokenStore } from '@hallpass/core'
import { idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import Driver from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { newPath } from './new-path.js'
import { applicationDatabase, openClient, openStore } from './open.js'

describe('what a SQLite store throws', () => {
  it.each<[string, (store: TokenStore) => Promise<unknown>]>([
    ['insert', (store) => store.insert(recordOf({ id: idOf(2) }))],
    ['insert with limits', (store) => store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 1 })],
    ['find', (store) => store.find(idOf(1))],
    ['replace', (store) => store.replace(nextOf(recordOf()))],
    ['page', (store) => store.page({ limit: 1 })],
    ['count', (store) => store.count('flows', NOW)],
    ['sweep', (store) => store.sweep(NOW, 1)],
  ])('G2 at %s is ERR_STORE where a table is gone, without SQL, with the cause', async (_method, call) => {
    const path = newPath()
    const store = openStore(path)
    openClient(path).exec('DROP TABLE hallpass_tokens')
    const error = await call(store).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'ERR_STORE',
      message: 'the SQLite database lacks a table of the store; was it removed while the store was open?',
      cause: expect.objectContaining({ code: 'SQLITE_ERROR' }),
    })
  })

  it('is ERR_STORE where the connection may only read, and reading goes on', async () => {
    const path = newPath()
    await openStore(path).insert(recordOf())
    const store = sqliteStore(drizzle({ client: openClient(path, { readonly: true }) }), {
      durability: 'process',
    })
    expect(await store.find(idOf(1))).toEqual(recordOf())
    await expect(store.replace(nextOf(recordOf()))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: expect.stringContaining('read-only'),
    })
  })

  it('is ERR_STORE where the disk is full, reading goes on, and so does writing once there is room', async () => {
    const database = applicationDatabase(newPath())
    const store = sqliteStore(database)
    await store.insert(recordOf())
    const pages = database.$client.pragma('page_count', { simple: true })
    database.$client.pragma(`max_page_count = ${pages}`)
    const large = recordOf({ id: idOf(2), name: 'n'.repeat(100_000) })
    await expect(store.insert(large)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the SQLite database cannot be written: the disk is full',
    })
    expect(await store.find(idOf(1))).toEqual(recordOf())
    expect(await store.page({ limit: 10, scope: 'flows' })).toHaveLength(1)
    database.$client.pragma('max_page_count = 100000')
    expect(await store.insert(large)).toBe('inserted')
  })

  it('is ERR_STORE at a record that is damaged, and at that record alone', async () => {
    const path = newPath()
    const store = openStore(path)
    await store.insert(recordOf({ id: idOf(1), metadata: { purpose: 'connect' } }))
    await store.insert(recordOf({ id: idOf(2) }))
    openClient(path).exec(`UPDATE hallpass_tokens SET metadata = '{"purpose' WHERE id = '${idOf(1)}'`)
    await expect(store.find(idOf(1))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'a record in the SQLite database is damaged',
    })
    expect(await store.find(idOf(2))).toEqual(recordOf({ id: idOf(2) }))
  })

  it('is ERR_STORE where the database is damaged', async () => {
    const client = new Driver(':memory:', { timeout: 0 })
    const store = sqliteStore(drizzle({ client }))
    await store.insert(recordOf())
    client.unsafeMode().pragma('writable_schema = ON')
    client.exec("UPDATE sqlite_schema SET rootpage = 999 WHERE name = 'hallpass_tokens'")
    client.pragma('writable_schema = RESET')
    await expect(store.find(idOf(1))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the SQLite database is damaged; restore it from a backup',
    })
  })

  it('F10 has neither path nor SQL in its text, whatever is shown of the error itself', async () => {
    const path = newPath()
    const store = openStore(path)
    openClient(path).exec('DROP TABLE hallpass_tokens')
    const error = (await store.find(idOf(1)).catch((thrown: unknown) => thrown)) as Error
    const shown = inspect({ ...error, text: error.message, stack: error.stack })
    expect(shown).not.toContain(path)
    expect(shown).not.toMatch(/select|hallpass_tokens/i)
  })

  it('refuses a page by a resource alone, which the contract does not know', async () => {
    await expect(openStore(':memory:').page({ limit: 10, resourceId: 'f-17' })).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'a page by resourceId must name the scope too, got resourceId alone',
    })
  })
})
