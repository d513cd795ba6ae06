import { defineScope, memoryStore, type Reservation, type ServiceEvent, type TokenStore } from '@hallpass/core'
import { describe, expect, it, vi } from 'vitest'
import { bench, download, flow, START } from '../fixtures.js'

const pair = defineScope({ name: 'pair', routes: ['POST /x', 'GET /x'], maxTtl: '10m', uses: 2 })
const TAKE = { method: 'POST', target: '/x' } as const

describe('where all uses are held', () => {
  it('F4 the caller may come again when the first of them may come back', async () => {
    const { service, clock } = bench([pair])
    const { token, id } = await service.mint(pair)
    await service.reserve(token, TAKE)
    clock.now += 10_000
    await service.reserve(token, TAKE)
    clock.now += 5000
    const refusal = { reason: 'reserved', id, retryAfterMs: 15_000 }
    expect(await service.consume(token, TAKE)).toEqual({ ok: false, refusal })
    expect(await service.reserve(token, TAKE)).toEqual({ ok: false, refusal })
  })
})

describe('a use that is taken while the token expires', () => {
  /** A store that lets the clock go to a moment with each swap. */
  const expiring = (clock: { now: number }, store: TokenStore, moment: number): TokenStore => ({
    ...store,
    replace: (next) => {
      clock.now = moment
      return store.replace(next)
    },
  })

  it.each([
    ['consume', -1, 'ok'],
    ['consume', 0, 'expired'],
    ['reserve', -1, 'ok'],
    ['reserve', 0, 'expired'],
  ] as const)('G9 %s %i ms from the expiry is %s', async (method, offset, expected) => {
    const { service, store, clock } = bench([pair])
    const { token, id, expiresAt } = await service.mint(pair)
    const slow = bench([pair], {
      now: () => clock.now,
      store: expiring(clock, store, expiresAt.getTime() + offset),
    }).service
    const answer: Reservation | Awaited<ReturnType<typeof slow.consume>> = await slow[method](token, TAKE)
    expect(answer.ok ? 'ok' : answer.refusal).toEqual(expected === 'ok' ? 'ok' : { reason: expected, id })
  })
})

describe('what a service hears of a request without a token', () => {
  it.each([undefined, ''])('E11 is a refusal, as of every other: %j', async (presented) => {
    const events: ServiceEvent[] = []
    const { service } = bench([pair], { onEvent: (event) => events.push(event) })
    for (const method of ['validate', 'consume', 'reserve'] as const)
      expect(await service[method](presented, TAKE)).toEqual({ ok: false, refusal: { reason: 'missing' } })
    expect(events).toEqual(Array(3).fill({ event: 'refused', reason: 'missing', id: undefined }))
  })

  it('A16 is asked of the switch first', async () => {
    const { service } = bench([pair], { enabled: () => false })
    for (const method of ['validate', 'consume', 'reserve'] as const)
      expect(await service[method](undefined, TAKE)).toEqual({ ok: false, refusal: { reason: 'disabled' } })
  })
})

describe('a listener that fails', () => {
  it.each<[string, () => unknown, string]>([
    [
      'throws an error',
      () => {
        throw new RangeError('secret')
      },
      'RangeError',
    ],
    ['rejects with a text', () => Promise.reject('secret'), 'string'],
    ['rejects', () => Promise.reject(new TypeError('secret')), 'TypeError'],
  ])('G11 is a warning that tells its kind and not its text, where it %s', async (_, onEvent, kind) => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    await bench([flow], { onEvent }).service.mint(flow, { resourceId: 'f' })
    await new Promise(setImmediate)
    expect(warn.mock.calls).toEqual([
      [`onEvent failed (${kind}); the decision stands`, { code: 'HALLPASS_LISTENER', type: 'HallpassWarning' }],
    ])
    warn.mockRestore()
  })
})

describe('the fingerprint of a request', () => {
  const exact = defineScope({ name: 'exact', routes: ['GET /x'], maxTtl: '1h', fingerprint: true })

  it('may be bytes, which are their base64url', async () => {
    const { service } = bench([exact])
    const bytes = Buffer.from([0, 255, 62])
    const { token } = await service.mint(exact, { fingerprint: bytes.toString('base64url') })
    const ask = (fingerprint: Uint8Array) =>
      service.validate(token, { method: 'GET', target: '/x', fingerprint }).then(({ ok }) => ok)
    expect([await ask(bytes), await ask(Uint8Array.from(bytes)), await ask(Buffer.from([0, 255]))]).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('what a store fails with', () => {
  it.each([
    ['insert', (store: TokenStore) => bench([flow], { store }).service.mint(flow, { resourceId: 'f' })],
    ['page', (store: TokenStore) => bench([flow], { store }).service.revokeMatching({ subject: 's' })],
    ['count', (store: TokenStore) => bench([flow], { store }).service.count(flow)],
    ['sweep', (store: TokenStore) => bench([flow], { store }).service.sweep()],
    ['find', (store: TokenStore) => bench([flow], { store }).service.get('x')],
  ] as const)('A17 is the cause of the error at %s, which names the method', async (method, call) => {
    const cause = new Error('down')
    const store = { ...memoryStore(), [method]: () => Promise.reject(cause) }
    await expect(call(store)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: `the store failed at ${method}`,
      cause,
    })
  })

  it('stands where the swap failed and the look behind it fails too', async () => {
    const { service, store } = bench()
    const { token } = await service.mint(download, { resourceId: 'a' })
    let finds = 0
    const failing: TokenStore = {
      ...store,
      find: (id) => (finds++ === 0 ? store.find(id) : Promise.reject(new Error('still down'))),
      replace: () => Promise.reject(new Error('down')),
    }
    const request = { method: 'POST', target: '/files/a' }
    await expect(
      bench([download], { store: failing, now: () => START }).service.consume(token, request),
    ).rejects.toMatchObject({ message: 'the store failed at replace' })
    expect(finds).toBe(2)
  })
})

describe('a closed service', () => {
  it('closes its store, also one whose calls are timed', async () => {
    for (const options of [{}, { storeTimeout: '1s' as const }]) {
      const close = vi.fn(async () => {})
      await bench([flow], { store: { ...memoryStore(), close }, ...options }).service.close()
      expect(close).toHaveBeenCalledOnce()
    }
  })
})
