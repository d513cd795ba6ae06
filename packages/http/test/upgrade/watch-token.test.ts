import { hasSubscribers } from 'node:diagnostics_channel'
import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type StreamEnd, type WatchOptions, watchToken } from '../../src/index.js'

const streams = defineScope({
  name: 'streams',
  routes: [{ method: 'GET', path: '/events/:stream', spends: true }],
  resource: 'stream',
  maxTtl: '1h',
})
const asked = defineScope({ name: 'asked', routes: ['GET /asked'], approval: 'required', maxTtl: '1h' })
const EVENTS = { method: 'GET', target: '/events/s-1' }

/** Two services over one store, as two processes have them: only the clock and the store are shared. */
function createWorld() {
  const store = memoryStore()
  const health = { fails: false, hangs: false, finds: 0 }
  const find = (id: string) => {
    health.finds += 1
    if (health.hangs) return new Promise<never>(() => {})
    return health.fails ? Promise.reject(new Error('the store is down')) : store.find(id)
  }
  const scopes = [streams, asked]
  const here = createTokenService({ scopes, store: { ...store, find }, now: Date.now, monotonic: () => 0 })
  const ends: StreamEnd[] = []
  const watch = (id: string, options: WatchOptions = {}) =>
    watchToken(here, id, (end) => ends.push(end), { random: () => 0, ...options })
  return { here, store, health, ends, watch }
}

/** A ticket that was minted within a token, and has opened its stream. */
async function openedByTicket(service: ReturnType<typeof createWorld>['here']) {
  const session = await service.mint(streams, { resourceId: 's-1', ttl: '10m' })
  const validated = await service.validate(session.token, EVENTS)
  if (!validated.ok) throw new Error(validated.refusal.reason)
  const ticket = await service.mint(streams, { resourceId: 's-1', uses: 1, ttl: '30s', within: validated.token })
  expect((await service.consume(ticket.token, EVENTS)).ok).toBe(true)
  return { session, ticket }
}

/** Revokes as another process does, of which nothing is heard here. */
async function revokeElsewhere(store: ReturnType<typeof memoryStore>, id: string): Promise<void> {
  const record = await store.find(id)
  if (!record) throw new Error(`no record of ${id}`)
  await store.replace({ ...record, version: record.version + 1, state: 'closed', closedAs: 'revoked' })
}

describe('watchToken', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }))
  afterEach(() => {
    expect([vi.getTimerCount(), hasSubscribers('hallpass:revoked')]).toEqual([0, false])
    vi.useRealTimers()
  })

  it('ends the stream at once when a service of this process revokes the token', async () => {
    const { here, ends, watch } = createWorld()
    const [one, other] = [
      await here.mint(streams, { resourceId: 's-1' }),
      await here.mint(streams, { resourceId: 's-1' }),
    ]
    watch(one.id)
    const stop = watch(other.id)
    await here.revoke(one.id, { by: 'ann' })
    expect(ends).toEqual(['revoked'])
    stop()
  })

  it('ends the stream at the next look when another process revoked the token', async () => {
    const { here, store, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    watch(id)
    await vi.advanceTimersByTimeAsync(5000)
    await revokeElsewhere(store, id)
    await vi.advanceTimersByTimeAsync(4999)
    expect(ends).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ends).toEqual(['revoked'])
  })

  it('ends the stream that was revoked before the watch began', async () => {
    const { here, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    await here.revoke(id, { by: 'ann' })
    watch(id)
    await vi.advanceTimersByTimeAsync(0)
    expect(ends).toEqual(['revoked'])
  })

  it('tells that a pending token was denied', async () => {
    const { here, ends, watch } = createWorld()
    const { id } = await here.mint(asked, { createdBy: 'ann' })
    watch(id)
    await here.deny(id, { by: 'ben' })
    expect(ends).toEqual(['denied'])
  })

  it('keeps the stream of a ticket open after its use and its expiry, until the token that it came from is revoked', async () => {
    const { here, ends, watch } = createWorld()
    const { session, ticket } = await openedByTicket(here)
    watch(ticket.id)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ends).toEqual([])
    await here.revoke(session.id, { by: 'ann' })
    expect(ends).toEqual(['revoked'])
  })

  it('sees elsewhere revoked what a ticket was minted within, also when the ticket itself was swept', async () => {
    const { here, store, ends, watch } = createWorld()
    const { session, ticket } = await openedByTicket(here)
    watch(ticket.id)
    await vi.advanceTimersByTimeAsync(400_000)
    expect(await here.sweep()).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ends).toEqual([])
    await revokeElsewhere(store, session.id)
    await vi.advanceTimersByTimeAsync(5000)
    expect(ends).toEqual(['revoked'])
  })

  it('looks no more where nothing can be revoked any more', async () => {
    const { here, health, ends, watch } = createWorld()
    const { id, token } = await here.mint(streams, { resourceId: 's-1', uses: 1 })
    await here.consume(token, EVENTS)
    watch(id)
    await vi.advanceTimersByTimeAsync(0)
    const { finds } = health
    await vi.advanceTimersByTimeAsync(7_200_000)
    expect([health.finds, ends]).toEqual([finds, []])
  })

  it('ends at the moment of expiry where that is asked for, used up or not', async () => {
    const { here, ends, watch } = createWorld()
    const spent = await here.mint(streams, { resourceId: 's-1', uses: 1, ttl: 12_345 })
    await here.consume(spent.token, EVENTS)
    const kept = await here.mint(streams, { resourceId: 's-1', ttl: 12_345 })
    for (const { id } of [spent, kept]) watch(id, { untilExpiry: true })
    await vi.advanceTimersByTimeAsync(12_344)
    expect(ends).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ends).toEqual(['expired', 'expired'])
  })

  it('ends the stream of a token that has no record', async () => {
    const { ends, watch } = createWorld()
    watch('nobody')
    await vi.advanceTimersByTimeAsync(0)
    expect(ends).toEqual(['unknown'])
  })

  it.each([
    ['fails', 10_000],
    ['hangs', 15_000],
  ] as const)('closes the stream after three looks at a store that %s', async (how, after) => {
    const { here, health, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    health[how] = true
    watch(id)
    await vi.advanceTimersByTimeAsync(after - 1)
    expect(ends).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ends).toEqual(['unwatched'])
  })

  it('forgets failures when a look succeeds', async () => {
    const { here, health, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    const stop = watch(id)
    for (const fails of [true, true, false, true, true, false]) {
      health.fails = fails
      await vi.advanceTimersByTimeAsync(5000)
    }
    expect(ends).toEqual([])
    stop()
  })

  it('adds up to a fifth to the interval by chance', async () => {
    const { here, health, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    const stop = watch(id, { interval: 1000, random: () => 0.5 })
    await vi.advanceTimersByTimeAsync(0)
    await vi.advanceTimersByTimeAsync(1099)
    expect(health.finds).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(health.finds).toBe(2)
    stop()
  })

  it('says nothing after it was stopped, by its answer or by the signal', async () => {
    const { here, health, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1' })
    const abort = new AbortController()
    watch(id)()
    watch(id, { signal: abort.signal })
    watch(id, { signal: AbortSignal.abort() })
    abort.abort()
    await here.revoke(id, { by: 'ann' })
    const { finds } = health
    await vi.advanceTimersByTimeAsync(60_000)
    expect([ends, health.finds]).toEqual([[], finds])
  })

  it('listens to nobody after it was stopped while a look was under way', async () => {
    const { here, ends, watch } = createWorld()
    const { session, ticket } = await openedByTicket(here)
    watch(ticket.id)()
    await vi.advanceTimersByTimeAsync(0)
    await here.revoke(session.id, { by: 'ann' })
    expect(ends).toEqual([])
  })

  it('takes a record that is gone for swept where its time was over, and only there', async () => {
    const { here, store, ends, watch } = createWorld()
    const { id } = await here.mint(streams, { resourceId: 's-1', ttl: '1m' })
    watch(id, { interval: 3_600_000 })
    await vi.advanceTimersByTimeAsync(3_599_999)
    expect(await here.sweep()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(ends).toEqual([])

    const lost = await here.mint(streams, { resourceId: 's-1', ttl: '1h' })
    watch(lost.id)
    await vi.advanceTimersByTimeAsync(0)
    expect(await store.sweep(Number.POSITIVE_INFINITY, 10)).toBe(1)
    await vi.advanceTimersByTimeAsync(5000)
    expect(ends).toEqual(['unknown'])
  })
})
