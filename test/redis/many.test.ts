import { redisStore } from '@hallpass/redis'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { connected } from './connected.js'

const DAY = 86_400_000
const LIMITS = { now: NOW, total: 1_000_000, perSubject: 1_000_000 }

/** The best of its rounds counts: on a busy machine it takes more of them until nobody was in the way of one. */
const MOST_ROUNDS = 30

/** Makes so many live records out of one, as if each had been inserted: the same entries, with another id. */
const COPY = `
local template, copies = ARGV[1], tonumber(ARGV[2])
local text = redis.call('GET', KEYS[1] .. template)
local forget = redis.call('ZRANGE', KEYS[3], 0, -1, 'WITHSCORES')
local index = redis.call('ZRANGE', KEYS[2], 0, -1)
for copy = 1, copies do
  local id = string.format('copy%012d', copy)
  redis.call('SET', KEYS[1] .. id, text, 'PX', 90000000)
  redis.call('ZADD', KEYS[3], forget[2], (string.gsub(forget[1], template, id)))
  for _, entry in ipairs(index) do redis.call('ZADD', KEYS[2], 0, (string.gsub(entry, template, id))) end
  for at = 4, #KEYS do redis.call('ZADD', KEYS[at], redis.call('ZSCORE', KEYS[at], template), id) end
end
return redis.call('ZCARD', KEYS[4])
`

describeWith('redis-server', 'a Redis store with many tokens', (path) => {
  const suite = connected(path)
  const open = (keyPrefix: string) => redisStore(suite.redis, { keyPrefix, onWarning: () => undefined })

  it('C10 mints among 100,000 live ones for about what it costs among 100', async () => {
    const costs = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY }
    for (const [keyPrefix, live] of [['few', 100] as const, ['many', 100_000] as const]) {
      const store = open(keyPrefix)
      await store.insert(recordOf({ id: idOf(0), subject: 'alice' }), LIMITS)
      expect(await suite.redis.eval(COPY, ...(await keysOf(keyPrefix)), idOf(0), live - 1)).toBe(live)
      expect(await store.count('flows', NOW)).toBe(live)
    }
    for (let round = 1; round <= 3 || (round <= MOST_ROUNDS && costs.many >= 2 * costs.few); round++)
      for (const keyPrefix of ['few', 'many'] as const)
        costs[keyPrefix] = Math.min(costs[keyPrefix], await costOfInserts(keyPrefix, round))
    expect(costs.many / costs.few).toBeLessThan(2)
  })

  it('C10 pages through them, and revokes by resource, without a look at the others', async () => {
    const store = open('many')
    const own = recordOf({ id: idOf(999_999), subject: 'bob', parent: idOf(0) })
    await store.insert(own)
    await suite.redis.config('RESETSTAT')
    expect(await store.page({ limit: 10, subject: 'bob' })).toEqual([own])
    expect(await store.page({ limit: 10, parent: idOf(0), scope: 'flows' })).toEqual([own])
    expect(await store.page({ limit: 2, scope: 'flows', after: idOf(999_998) })).toHaveLength(2)
    expect(Number(await suite.server.info('total_commands_processed'))).toBeLessThan(20)
  })

  it('keeps nothing for ever that nobody sweeps', async () => {
    const store = open('unswept')
    const last = { createdAt: NOW + 3 * DAY, expiresAt: NOW + 3 * DAY + 1, forgetAt: NOW + 3 * DAY + 2 }
    for (let id = 0; id < 40; id++) await store.insert(recordOf({ id: idOf(id), subject: `subject ${id}` }))
    const life = recordOf().forgetAt - NOW + DAY
    expect(await suite.redis.pttl(`{unswept}:token:${idOf(1)}`)).toBeLessThanOrEqual(life)
    expect(await suite.redis.pttl(`{unswept}:token:${idOf(1)}`)).toBeGreaterThan(life - 60_000)
    for (const key of await suite.redis.keys('{unswept}:*'))
      if (!key.endsWith(':layout') && !key.includes(':token:'))
        expect(await suite.redis.pttl(key)).toBeGreaterThanOrEqual(life - 60_000)
    await suite.redis.del(await suite.redis.keys('{unswept}:token:*'))
    expect(await suite.redis.zcard('{unswept}:index')).toBe(160)
    for (let id = 100; id < 124; id++) await store.insert(recordOf({ id: idOf(id), ...last }))
    expect(await suite.redis.zcard('{unswept}:forget')).toBe(24)
    expect(await suite.redis.zcard('{unswept}:index')).toBe(3 * 24)
    expect((await store.page({ limit: 100 })).map(({ id }) => id)).toEqual(
      Array.from({ length: 24 }, (_, at) => idOf(100 + at)),
    )
  })

  /** Microseconds that the server spends on one, by its own count. */
  async function costOfInserts(keyPrefix: string, round: number): Promise<number> {
    const store = open(keyPrefix)
    await suite.redis.config('RESETSTAT')
    for (let id = 0; id < 60; id++)
      expect(await store.insert(recordOf({ id: idOf(1000 * round + id), subject: 'alice' }), LIMITS)).toBe('inserted')
    const stat = String(await suite.redis.info('commandstats'))
    return Number(/^cmdstat_evalsha:.*usec_per_call=([\d.]+)/m.exec(stat)?.[1])
  }

  async function keysOf(prefix: string): Promise<readonly [number, ...string[]]> {
    const keys = await suite.redis.keys(`{${prefix}}:*`)
    const ledgers = keys.filter((key) => /:(live|own):/.test(key))
    return [3 + ledgers.length, `{${prefix}}:token:`, `{${prefix}}:index`, `{${prefix}}:forget`, ...ledgers]
  }
})
