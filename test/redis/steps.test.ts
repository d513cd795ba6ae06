import type { TokenRecord, TokenStore } from '@hallpass/core'
import { redisStore } from '@hallpass/redis'
import { closedOf, grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import { beforeEach, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { connected } from './connected.js'
import { type FaultyClient, faultyClient } from './faulty-client.js'

const MOST = 3
const LIMITS = { now: NOW, total: MOST, perSubject: MOST }
const DAY = 86_400_000

/** Milliseconds for a command, where a test waits for it to be late. */
const SOON = 1000

const grants = [grantOf(), grantOf({ scope: 'files', resourceId: 'x' }), grantOf({ scope: 'notes', resourceId: null })]
const due = recordOf({ id: idOf(1), grants, subject: 'alice', forgetAt: 1 })
const kept = recordOf({ id: idOf(2), grants, subject: 'alice', parent: idOf(1) })
const added = recordOf({ id: idOf(3), grants, subject: 'alice', state: 'pending' })

const CALLS: readonly (readonly [what: string, call: (store: TokenStore) => Promise<unknown>])[] = [
  ['insert', (store) => store.insert(added)],
  ['insert with limits', (store) => store.insert(added, LIMITS)],
  ['insert of an id that is taken', (store) => store.insert(recordOf({ ...kept, subject: 'bob' }), LIMITS)],
  ['replace that closes', (store) => store.replace(closedOf(kept))],
  ['sweep', (store) => store.sweep(NOW, 10)],
]

describeWith('redis-server', 'a Redis store that works in steps', (path) => {
  const suite = connected(path)
  let faulty: FaultyClient
  let number = 0
  let keyPrefix = ''
  beforeEach(() => {
    faulty = faultyClient(suite.redis)
    keyPrefix = `steps-${number++}-`
  })

  /** What is left behind is looked at again after half of the time for a command, and is late after five times that. */
  const open = (client = faulty.client, commandTimeout = 5000) =>
    redisStore(client, { keyPrefix, partitions: 7, commandTimeout, onWarning: () => undefined })

  it.each(CALLS)('G8 %s whose commands fail one by one never leaves too much', async (_, call) => {
    for (const moment of ['before', 'after'] as const)
      for (let failing = 0; ; failing++) {
        keyPrefix = `steps-${number++}-`
        const store = open()
        for (const record of [due, kept]) await store.insert(record)
        faulty.failAt(failing, moment)
        const answer = await call(store).catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_STORE' }))
        const failed = faulty.failed()
        faulty.failAt(Number.POSITIVE_INFINITY, moment)
        if (answer === 'inserted') expect(await store.find(added.id)).toEqual(added)
        await expectEveryLiveOneIsFound(store)
        await expectNeverMoreThan(MOST, store)
        await expectSweptWhole(store)
        if (!failed) break
        expect(failing).toBeLessThan(40)
      }
  })

  it('C2 finds the place free that a closed record did not leave', async () => {
    const store = open()
    for (const id of [1, 2, 3]) await store.insert(recordOf({ id: idOf(id) }), LIMITS)
    faulty.failAt(1, 'before')
    expect(await store.replace(closedOf(recordOf({ id: idOf(2) })))).toBe(true)
    expect(faulty.failed()).toBe(true)
    expect(await store.insert(recordOf({ id: idOf(4) }), LIMITS)).toBe('inserted')
    expect(await store.insert(recordOf({ id: idOf(5) }), LIMITS)).toBe('full')
    expect(await store.count('flows', NOW)).toBe(3)
  })

  it('C2 gives back the place of a record that does not come, and does not let it in when it comes late', async () => {
    const store = open(faulty.client, SOON)
    for (const id of [1, 2]) await store.insert(recordOf({ id: idOf(id) }), LIMITS)
    const letGo = faulty.hold(([, , , key]) => key?.endsWith(`:token:${idOf(3)}`) === true)
    const late = store.insert(recordOf({ id: idOf(3) }), LIMITS)
    await expect(late).rejects.toMatchObject({ code: 'ERR_STORE' })
    expect(await store.insert(recordOf({ id: idOf(4) }), LIMITS)).toBe('full')
    const healthy = open(faultyClient(suite.redis).client, SOON)
    await until(async () => (await healthy.insert(recordOf({ id: idOf(4) }), LIMITS)) === 'inserted')
    letGo()
    await until(async () => (await suite.redis.keys(`{${keyPrefix}*:token:${idOf(3)}`)).length === 1)
    expect(await store.find(idOf(3))).toBeUndefined()
    expect(await store.insert(recordOf({ id: idOf(3) }))).toBe('taken')
    expect(await store.replace(recordOf({ id: idOf(3), version: 1 }))).toBe(false)
    expect(await store.count('flows', NOW)).toBe(3)
  })

  /** Revocation goes by these lists. */
  async function expectEveryLiveOneIsFound(store: TokenStore): Promise<void> {
    const there = await Promise.all([due, kept, added].map(({ id }) => store.find(id)))
    const ids = there.flatMap((record) => record?.id ?? [])
    const listed = async (query: object) => (await store.page({ limit: 10, ...query })).map(({ id }) => id)
    expect(await listed({})).toEqual(ids)
    for (const { scope, resourceId } of grants)
      expect(await listed({ scope, ...(resourceId === null ? {} : { resourceId }) })).toEqual(ids)
    expect(await listed({ subject: 'alice' })).toEqual(ids)
    expect(await listed({ parent: idOf(1) })).toEqual(ids.includes(kept.id) ? [kept.id] : [])
    expect(await listed({ state: 'pending' })).toEqual(ids.includes(added.id) ? [added.id] : [])
  }

  async function expectNeverMoreThan(most: number, store: TokenStore): Promise<void> {
    for (let id = 10; id < 15; id++) await store.insert(recordOf({ id: idOf(id), grants, subject: 'alice' }), LIMITS)
    const live = (await store.page({ limit: 100 })).filter((record) => isLive(record))
    expect(live.length).toBeLessThanOrEqual(most)
    expect(await store.count('flows', NOW)).toBeGreaterThanOrEqual(live.length)
  }

  /** Nothing is left but the last record once the time of the others is long past, and nothing stays for ever. */
  async function expectSweptWhole(store: TokenStore): Promise<void> {
    while ((await store.sweep(Number.MAX_SAFE_INTEGER, 100)) > 0);
    expect(await store.page({ limit: 10 })).toEqual([])
    const later = NOW + 3 * DAY
    const times = { createdAt: later, changedAt: later, expiresAt: later + 1, forgetAt: later + 2 }
    await store.insert(recordOf({ id: 'last', grants, subject: 'alice', ...times }))
    const keys = await suite.redis.keys(`{${keyPrefix}*`)
    expect(keys.length).toBeGreaterThan(7)
    for (const key of keys.filter((key) => !key.endsWith(':layout'))) {
      expect(await suite.redis.pttl(key), key).toBeGreaterThan(0)
      if (/:(live|also|index|forget)/.test(key))
        for (const member of await suite.redis.zrange(key, '0', '-1')) expect(member).toMatch(/last$/)
    }
  }
})

function isLive({ state, expiresAt }: TokenRecord): boolean {
  return state !== 'closed' && NOW < expiresAt
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}
