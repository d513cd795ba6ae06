import { defineScope, type Reservation, type ReservedUse, type ServiceEvent } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, reasonOf, START } from '../fixtures.js'

const pair = defineScope({ name: 'pair', routes: ['POST /x', 'GET /x'], maxTtl: '10m', uses: 2 })
const TAKE = { method: 'POST', target: '/x' } as const

async function reserved(uses = 1): Promise<Bench & { token: string; id: string; hold: ReservedUse }> {
  const made = bench([pair])
  const { token, id } = await made.service.mint(pair, { uses })
  return { ...made, token, id, hold: held(await made.service.reserve(token, TAKE)) }
}

function held(reservation: Reservation): ReservedUse {
  if (!reservation.ok) throw new Error(`refused: ${reservation.refusal.reason}`)
  return reservation.hold
}

describe('reserve', () => {
  it('F4 takes the use from others: two at once, one is reserved', async () => {
    const { service, token, id } = await reserved()
    expect(await service.consume(token, TAKE)).toEqual({
      ok: false,
      refusal: { reason: 'reserved', id, retryAfterMs: 30_000 },
    })
    expect(await reasonOf(service.reserve(token, TAKE))).toBe('reserved')
    expect(await reasonOf(service.validate(token, TAKE))).toBe('ok')
    expect(await service.get(id)).toMatchObject({ usesLeft: 1, status: 'active' })
  })

  it('F4 commits once: the use is spent, and the last one closes the token', async () => {
    const { service, token, hold } = await reserved()
    expect(await hold.commit()).toBe(true)
    expect([await hold.commit(), await hold.release(), await hold.renew()]).toEqual([false, false, false])
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
  })

  it('F4 gives the use back once', async () => {
    const { service, token, hold, id } = await reserved()
    expect(await hold.release()).toBe(true)
    expect([await hold.release(), await hold.commit()]).toEqual([false, false])
    expect(await service.get(id)).toMatchObject({ usesLeft: 1 })
    const again = held(await service.reserve(token, TAKE))
    expect([hold.returned, again.returned]).toEqual([0, 1])
  })

  it('F4 gives the use back by itself when the lease runs out without a word', async () => {
    const { service, token, hold, clock } = await reserved()
    clock.now += 29_999
    expect(await reasonOf(service.consume(token, TAKE))).toBe('reserved')
    clock.now += 1
    expect(await hold.commit()).toBe(false)
    const again = held(await service.reserve(token, TAKE))
    expect(again.returned).toBe(1)
    expect(await again.commit()).toBe(true)
  })

  it('F4 lets a renewed hold outlast its lease', async () => {
    const { service, token, hold, clock } = await reserved()
    for (let round = 0; round < 5; round++) {
      clock.now += 20_000
      expect(await hold.renew()).toBe(true)
    }
    expect(await reasonOf(service.consume(token, TAKE))).toBe('reserved')
    expect(await hold.commit()).toBe(true)
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
  })

  it.each(['consume', 'reserve'] as const)(
    'F4 tells %s to come at once where the lease of another ran out while the answer was made',
    async (method) => {
      const { service, store, clock } = bench([pair])
      const { token, id } = await service.mint(pair, { uses: 1 })
      const readings: number[] = []
      const beaten = bench([pair], {
        now: () => readings.shift() ?? clock.now,
        store: {
          ...store,
          replace: async () => {
            held(await service.reserve(token, TAKE))
            readings.push(START, START + 30_000)
            return false
          },
        },
      }).service
      expect(await beaten[method](token, TAKE)).toEqual({
        ok: false,
        refusal: { reason: 'reserved', id, retryAfterMs: 1 },
      })
    },
  )

  it('holds as many uses as there are, each by itself', async () => {
    const { service, token, hold } = await reserved(2)
    const second = held(await service.reserve(token, TAKE))
    expect(await reasonOf(service.reserve(token, TAKE))).toBe('reserved')
    expect(await hold.release()).toBe(true)
    expect(await second.commit()).toBe(true)
    expect(await reasonOf(service.consume(token, TAKE))).toBe('ok')
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
  })

  it('F3 takes no second use for the request that holds one', async () => {
    const { service, token, id } = await reserved(2)
    const answer = await service.reserve(token, TAKE)
    const taken = answer.ok ? answer.token : (undefined as never)
    for (let round = 0; round < 3; round++)
      expect(await reasonOf(service.consume(token, { ...TAKE, taken }))).toBe('ok')
    expect(await reasonOf(service.consume(token, TAKE))).toBe('reserved')
    expect(await service.get(id)).toMatchObject({ usesLeft: 2 })
  })

  it('counts the uses that came back anew once one was spent', async () => {
    const { service, token, hold } = await reserved(2)
    await hold.release()
    await held(await service.reserve(token, TAKE)).commit()
    expect(held(await service.reserve(token, TAKE)).returned).toBe(0)
  })

  it('commits nothing after a revocation', async () => {
    const { service, id, hold } = await reserved()
    await service.revoke(id, { by: 'ann' })
    expect([await hold.renew(), await hold.commit(), await hold.release()]).toEqual([false, false, false])
    expect(await service.get(id)).toMatchObject({ status: 'revoked', usesLeft: 1 })
  })

  it('commits a use that was taken in time, although the token expired meanwhile', async () => {
    const made = bench([pair])
    const { token, id } = await made.service.mint(pair, { uses: 1, ttl: '10s' })
    const hold = held(await made.service.reserve(token, TAKE))
    made.clock.now += 15_000
    expect(await hold.commit()).toBe(true)
    expect(await made.service.get(id)).toMatchObject({ status: 'consumed' })
  })

  it('E11 tells a use as consumed when it is committed, and not before', async () => {
    const events: ServiceEvent[] = []
    const { service } = bench([pair], { onEvent: (event) => events.push(event) })
    const { token, id } = await service.mint(pair, { uses: 2 })
    await held(await service.reserve(token, TAKE)).release()
    const hold = held(await service.reserve(token, TAKE))
    expect(events.map(({ event }) => event)).toEqual(['minted', 'validated', 'validated'])
    await hold.commit()
    await hold.commit()
    expect(events.slice(3)).toEqual([{ event: 'consumed', id, scope: 'pair', route: 'POST /x', usesLeft: 1 }])
  })

  it('holds nothing where nothing is spent', async () => {
    const { service, token } = await reserved(2)
    const hold = held(await service.reserve(token, { method: 'GET', target: '/x' }))
    expect(hold.leaseMs).toBe(Number.POSITIVE_INFINITY)
    expect([await hold.commit(), await hold.release(), await hold.renew()]).toEqual([true, true, true])
  })

  it('refuses as consume does', async () => {
    const { service, token } = await reserved()
    expect(await reasonOf(service.reserve(token, { method: 'POST', target: '/y' }))).toBe('route_not_allowed')
    expect(await reasonOf(service.reserve(undefined, TAKE))).toBe('missing')
    expect(await reasonOf(service.reserve('x', TAKE))).toBe('malformed')
  })

  it('lets one of 50 at once have the only use', async () => {
    const { service } = bench([pair])
    const { token } = await service.mint(pair, { uses: 1 })
    const reasons = await Promise.all(Array.from({ length: 50 }, () => reasonOf(service.reserve(token, TAKE))))
    expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(1)
    expect(reasons.filter((reason) => reason === 'reserved')).toHaveLength(49)
  })
})
