import { createTokenService, memoryStore, type TokenStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, download, flow, GET_FLOW, reasonOf, START } from '../fixtures.js'

const TAKE = { method: 'POST', target: '/files/a' } as const

/** A service with a wall clock and a monotonic one, which stand until they are moved. */
function withClocks(monotonic: number) {
  const time = { wall: START, monotonic }
  const clocks = { now: () => time.wall, monotonic: () => time.monotonic }
  return { time, service: createTokenService({ scopes: [flow], store: memoryStore(), ...clocks }) }
}

describe('time', () => {
  it('A7 refuses at the moment of expiry and accepts one millisecond earlier', async () => {
    const { service, clock } = bench()
    const { token, expiresAt } = await service.mint(flow, { resourceId: 'f-17', ttl: '10m' })
    clock.now = expiresAt.getTime() - 1
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
    clock.now = expiresAt.getTime()
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
  })

  it('A9 tells expired and not the wrong route', async () => {
    const { service, clock } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    clock.now += 900_000
    expect(await reasonOf(service.validate(token, { method: 'DELETE', target: '/other' }))).toBe('expired')
  })

  it('G10 brings nothing back to life when the clock jumps an hour back', async () => {
    const { service, clock } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    clock.now += 900_000
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
    clock.now -= 3_600_000
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
  })

  it('G10 lets no life grow longer when the clock was set back: the monotonic clock goes on', async () => {
    const { service, time } = withClocks(500)
    const { token } = await service.mint(flow, { resourceId: 'f-17', ttl: '10m' })
    time.wall -= 3_600_000
    time.monotonic += 599_999
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
    time.monotonic += 1
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
  })

  it('G10 goes on by parts of a millisecond, however often it is read', async () => {
    const { service, time } = withClocks(0.3)
    const { token } = await service.mint(flow, { resourceId: 'f-17', ttl: '1s' })
    time.wall -= 3_600_000
    const reasons = new Map<string, number>()
    for (let step = 0; step < 2000; step++) {
      time.monotonic += 0.75
      const reason = await reasonOf(service.validate(token, GET_FLOW))
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    expect(Object.fromEntries(reasons)).toEqual({ ok: 1333, expired: 667 })
  })

  it('G10 runs back with neither clock', async () => {
    const { service, time } = withClocks(1000)
    const { token } = await service.mint(flow, { resourceId: 'f-17', ttl: '1m' })
    time.monotonic += 60_000
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
    time.monotonic -= 60_000
    time.wall -= 60_000
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
  })

  it.each([
    ['is not a number', () => Number.NaN, 'must give milliseconds, got NaN'],
    ['is infinite', () => Number.POSITIVE_INFINITY, 'must give milliseconds, got Infinity'],
    ['is text', () => '2026' as never, 'must give milliseconds, got "2026"'],
    [
      'throws',
      () => {
        throw new Error('no clock')
      },
      'failed',
    ],
  ])('G10 G11 is an error and no pass where a clock %s', async (_, broken, said) => {
    const { service, store } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    for (const [name, clocks] of Object.entries({
      now: { now: broken },
      monotonic: { now: () => START, monotonic: broken },
    })) {
      const other = createTokenService({ scopes: [flow], store, ...clocks })
      await expect(other.validate(token, GET_FLOW)).rejects.toMatchObject({
        code: 'ERR_CLOCK',
        message: `${name} ${said}`,
        ...(said === 'failed' && { cause: { message: 'no clock' } }),
      })
      await expect(other.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({ code: 'ERR_CLOCK' })
    }
  })

  it('counts whole milliseconds, whatever the clock gives', async () => {
    const { service, store } = bench([flow], { now: () => START + 0.75 })
    const { id } = await service.mint(flow, { resourceId: 'f', ttl: '1m' })
    expect(await store.find(id)).toMatchObject({ createdAt: START, expiresAt: START + 60_000 })
  })

  it('goes on by itself without a clock handed in', async () => {
    const service = createTokenService({ scopes: [flow], store: memoryStore() })
    const before = Date.now()
    const { expiresAt } = await service.mint(flow, { resourceId: 'f', ttl: '1m' })
    expect(expiresAt.getTime() - before).toBeGreaterThanOrEqual(60_000)
    expect(expiresAt.getTime() - before).toBeLessThan(70_000)
  })

  it.each(['find', 'replace'] as const)(
    'G9 refuses where the loop stalled in %s until after the expiry',
    async (method) => {
      const { store, clock, ...first } = bench()
      const { token, expiresAt } = await first.service.mint(download, { resourceId: 'a', ttl: '1m' })
      const stalling: TokenStore = Object.assign(
        { ...store },
        {
          [method]: async (argument: never) => {
            const answer = await store[method](argument)
            clock.now = expiresAt.getTime()
            return answer
          },
        },
      )
      const { service } = bench([download], { store: stalling, now: () => clock.now })
      expect(await reasonOf(service.consume(token, TAKE))).toBe('expired')
    },
  )

  it('B13 tells a late visitor why, until the retention is over and the record is swept', async () => {
    const { service, clock } = bench([flow], { retention: '5m' })
    const { token, id, expiresAt } = await service.mint(flow, { resourceId: 'f-17' })
    clock.now = expiresAt.getTime() + 300_000
    expect(await service.sweep()).toBe(0)
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
    clock.now += 1
    expect(await service.sweep()).toBe(1)
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('unknown')
    expect(await service.get(id)).toBeUndefined()
  })

  it('B13 keeps closed records as long', async () => {
    const { service, clock } = bench()
    const { token, id, expiresAt } = await service.mint(flow, { resourceId: 'f-17' })
    await service.revoke(id, { by: 'ann' })
    clock.now = expiresAt.getTime() + 300_000
    expect(await service.sweep()).toBe(0)
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('revoked')
  })

  it('sweeps in batches, never past now, and tells how many', async () => {
    const { service, clock, store } = bench()
    const limits: number[] = []
    const counted: TokenStore = {
      ...store,
      sweep: (before, limit) => {
        limits.push(limit)
        return store.sweep(before, limit)
      },
    }
    const sweeping = bench([flow], { store: counted, now: () => clock.now }).service
    for (let count = 0; count < 25; count++) await service.mint(flow, { resourceId: 'f', ttl: 1 })
    clock.now += 300_002
    await service.mint(flow, { resourceId: 'f' })
    expect(await sweeping.sweep(new Date(clock.now + 1e9), { batch: 10 })).toBe(25)
    expect(limits).toEqual([10, 10, 10])
    expect(await service.count(flow)).toBe(1)
  })

  it.each([[new Date(Number.NaN)], ['now'], [7]])('refuses to sweep before %s', async (before) => {
    await expect(bench().service.sweep(before as never)).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
  })
})
