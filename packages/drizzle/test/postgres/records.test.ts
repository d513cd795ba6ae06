import { inspect } from 'node:util'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { postgresStore } from '../../src/postgres/index.js'
import { actions, takeAction } from '../sqlite/limited-actions.js'
import { startMigrated } from './pglite.js'

const { client, database } = await startMigrated()
const store = postgresStore(database)
const empty = () => client.exec('delete from hallpass_tokens; delete from hallpass_grants; delete from hallpass_live')
afterEach(empty)

describe('the limits of the Postgres store', () => {
  it('C2 are exact whatever comes, closes, expires and is swept, and whichever clock tells the time', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc
        .asyncProperty(actions, async (steps) => {
          const stores = { store: postgresStore(database), model: new Map() }
          for (const [index, step] of steps.entries()) await takeAction(stores, step, idOf(index))
        })
        .afterEach(async () => void (await empty())),
      { numRuns: 6 },
    )
  })

  it('C2 count what is kept without limits in between', async () => {
    const limits = { total: 3, now: NOW }
    expect(await store.insert(recordOf({ id: idOf(1) }), limits)).toBe('inserted')
    await store.insert(recordOf({ id: idOf(2) }))
    await store.insert(recordOf({ id: idOf(3) }), { now: NOW, perSubject: 9 })
    expect(await store.insert(recordOf({ id: idOf(4) }), limits)).toBe('full')
  })

  it('C2 count afresh after a minute, so that what was closed makes room', async () => {
    const limits = { total: 10, now: NOW }
    await store.insert(recordOf({ id: idOf(1) }), limits)
    await store.insert(recordOf({ id: idOf(2) }), limits)
    const bound = async () => (await client.query('select at_most from hallpass_live')).rows
    expect(await bound()).toEqual([{ at_most: 2 }])
    await store.replace({ ...recordOf({ id: idOf(1) }), version: 2, state: 'closed', closedAs: 'revoked' })
    await store.insert(recordOf({ id: idOf(3) }), { ...limits, now: NOW + 59_999 })
    expect(await bound()).toEqual([{ at_most: 3 }])
    await store.insert(recordOf({ id: idOf(4) }), { ...limits, now: NOW + 60_000 })
    expect(await bound()).toEqual([{ at_most: 3 }])
  })
})

describe('a record in the Postgres store', () => {
  it('is ERR_STORE where its JSON is damaged, and others are not concerned', async () => {
    await store.insert(recordOf({ id: idOf(1), metadata: { purpose: 'connect' } }))
    await store.insert(recordOf({ id: idOf(2) }))
    await client.exec(`alter table hallpass_tokens alter metadata type text;
      update hallpass_tokens set metadata = '{"purpose' where id = '${idOf(1)}'`)
    await expect(store.find(idOf(1))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'a record in the Postgres database is damaged',
    })
    expect(await store.find(idOf(2))).toEqual(recordOf({ id: idOf(2) }))
    await client.exec(
      'update hallpass_tokens set metadata = null; alter table hallpass_tokens alter metadata type json using null',
    )
  })

  it('is not found by what Postgres keeps in no text, and not kept with it', async () => {
    await store.insert(recordOf())
    expect(await store.find('\0')).toBeUndefined()
    expect(await store.page({ limit: 5, subject: 'a\0' })).toEqual([])
    expect(await store.count('\0', NOW)).toBe(0)
    await expect(store.insert(recordOf({ id: idOf(2), subject: 'a\0' }))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'a text of the record has a character that Postgres cannot keep',
    })
  })

  it('keeps the same character in what is JSON', async () => {
    const record = recordOf({ metadata: { text: 'a\0' }, bindings: { session: 'a\0' }, roles: ['a\0'] })
    await store.insert(record)
    expect(await store.find(record.id)).toEqual(record)
  })

  it('F10 leaves nothing of itself in an error, also where the driver would hang the values on it', async () => {
    const record = recordOf({ id: idOf(2), subject: 'a\0', bindings: { session: 'canary' } })
    const error = await store.insert(record).catch((thrown: unknown) => thrown)
    const shown = inspect(error, { depth: 9, showHidden: true })
    for (const secret of [record.digest, 'canary', 'insert into']) expect(shown).not.toContain(secret)
  })

  it('refuses a page by a resource alone, which the contract does not know', async () => {
    await expect(store.page({ limit: 10, resourceId: 'f-17' })).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'a page by resourceId must name the scope too, got resourceId alone',
    })
  })
})
