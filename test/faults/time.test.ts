import { createTokenService, type TokenStore } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { once, SCOPES } from './crew/scopes.js'
import { describeOnAllStores } from './stores.js'

const USE = { scope: once } as const

async function reasonOf(answer: Promise<{ ok: true } | { ok: false; refusal: { reason: string } }>): Promise<string> {
  const settled = await answer
  return settled.ok ? 'ok' : settled.refusal.reason
}

/** Holds up the whole process, as a long collection of garbage or a suspended machine does. */
function stallUntil(time: number): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  while (Date.now() < time) Atomics.wait(nobody, 0, 0, time - Date.now())
}

describeOnAllStores('time', (url) => {
  let store: TokenStore
  beforeAll(async () => {
    store = await storeFromUrl(url())
  })
  afterAll(() => store?.close())

  it.each(['before', 'after'] as const)('G9 is up where the loop stalls %s the use is kept', async (moment) => {
    const { token, expiresAt } = await createTokenService({ scopes: SCOPES, store }).mint(once, { ttl: 100 })
    const stalling: TokenStore = {
      ...store,
      replace: async (next) => {
        if (moment === 'before') stallUntil(expiresAt.getTime() + 1)
        const replaced = await store.replace(next)
        if (moment === 'after') stallUntil(expiresAt.getTime() + 1)
        return replaced
      },
    }
    const service = createTokenService({ scopes: SCOPES, store: stalling })
    expect(await reasonOf(service.consume(token, USE))).toBe('expired')
    expect(await reasonOf(service.consume(token, USE))).toMatch(/^(expired|consumed)$/)
  })

  it('G10 brings nothing back when the clock jumps an hour forth and back, or is none', async () => {
    const clock = { now: Date.now() }
    const service = createTokenService({ scopes: SCOPES, store, now: () => clock.now })
    const [used, revoked, expired, live] = await Promise.all(
      ['2m', '2m', '2m', '1h'].map((ttl) => service.mint(once, { ttl: ttl as '2m' })),
    )
    await service.consume(used?.token, USE)
    await service.revoke(revoked?.id ?? '', { by: 'carol' })
    const reasons = () =>
      Promise.all([used, revoked, expired].map((one) => reasonOf(service.validate(one?.token, USE))))
    expect(await reasons()).toEqual(['consumed', 'revoked', 'ok'])
    clock.now += 30 * 60_000
    expect(await reasons()).toEqual(['consumed', 'revoked', 'expired'])
    clock.now -= 90 * 60_000
    expect(await reasons()).toEqual(['consumed', 'revoked', 'expired'])
    clock.now = Number.NaN
    await expect(service.consume(live?.token, USE)).rejects.toMatchObject({ code: 'ERR_CLOCK' })
    clock.now = Date.now()
    expect(await reasons()).toEqual(['consumed', 'revoked', 'expired'])
    expect(await reasonOf(service.consume(live?.token, USE))).toBe('ok')
    clock.now += 90 * 60_000
    expect(await service.sweep()).toBeGreaterThanOrEqual(3)
    clock.now -= 90 * 60_000
    expect(await reasons()).toEqual(['unknown', 'unknown', 'unknown'])
  })
})
