import { createTokenService, defineScope, type TokenStore, type ValidatedToken } from '@hallpass/core'
import { describe, expect, it, vi } from 'vitest'
import { bench, download, flow, GET_FLOW, reasonOf } from '../fixtures.js'

const TAKE = { method: 'POST', target: '/files/a' } as const
const LOOK = { method: 'GET', target: '/files/a/info' } as const

const minted = async (options = {}) => {
  const made = bench()
  const { token, id } = await made.service.mint(download, { resourceId: 'a' })
  return { ...made, token, id, ...options }
}

describe('validate', () => {
  it('spends nothing, however often it is asked', async () => {
    const { service, token, id } = await minted()
    for (let round = 0; round < 3; round++) expect(await reasonOf(service.validate(token, TAKE))).toBe('ok')
    expect(await service.get(id)).toMatchObject({ usesLeft: 1, status: 'active' })
  })

  it('gives a read-only view of the token, with what the path holds', async () => {
    const { service } = bench()
    const { token, id, expiresAt } = await service.mint(flow, {
      resourceId: 'f-17',
      subject: 's',
      metadata: { a: 1 },
      roles: ['r'],
    })
    const answer = await service.validate(token, { method: 'POST', target: '/api/flows/f-17/start?x' })
    expect(answer).toEqual({
      ok: true,
      token: {
        id,
        expiresAt,
        scope: 'flow',
        resourceId: 'f-17',
        route: 'POST /api/flows/:flowId/start',
        spends: true,
        params: { flowId: 'f-17' },
        subject: 's',
        name: undefined,
        roles: ['r'],
        metadata: { a: 1 },
        bindings: {},
        createdBy: undefined,
        usesLeft: null,
        grants: [{ scope: 'flow', resourceId: 'f-17', anyResource: false, params: {}, routes: flow.digests }],
        status: 'active',
      },
    })
    expect(() => Object.assign((answer as { token: object }).token, { scope: 'x' })).toThrow(TypeError)
  })

  it('tells the id in a refusal only to whoever has the secret', async () => {
    const { service, token, id } = await minted()
    expect(await service.validate(token, { method: 'GET', target: '/' })).toEqual({
      ok: false,
      refusal: { reason: 'route_not_allowed', id },
    })
    expect(await service.validate('hp_x', TAKE)).toEqual({ ok: false, refusal: { reason: 'malformed' } })
  })

  it('A8 tells scope_unknown where the scope is no longer registered', async () => {
    const { token, store } = await minted()
    expect(await reasonOf(bench([flow], { store }).service.validate(token, TAKE))).toBe('scope_unknown')
  })

  it('E3 opens nothing without grants', async () => {
    const { token, store, id, service } = await minted()
    const record = await store.find(id)
    await store.replace({ ...(record as NonNullable<typeof record>), grants: [], version: 2 })
    expect(await reasonOf(service.validate(token, TAKE))).toBe('scope_unknown')
    expect(await reasonOf(service.validate(token, { scope: 'download', resourceId: 'a' }))).toBe('scope_unknown')
  })

  it.each(['find'] as const)('A17 throws where the store does, with its error as the cause', async (method) => {
    const { token, store } = await minted()
    const cause = new Error('connection refused')
    for (const broken of [
      () => Promise.reject(cause),
      () => {
        throw cause
      },
    ]) {
      const { service } = bench([download], { store: { ...store, [method]: broken } as TokenStore })
      await expect(service.validate(token, TAKE)).rejects.toMatchObject({ code: 'ERR_STORE', cause })
      await expect(service.consume(token, TAKE)).rejects.toMatchObject({ code: 'ERR_STORE', cause })
    }
  })

  it('throws where the store is closed, and says so', async () => {
    const { service, token } = await minted()
    await service.close()
    await expect(service.validate(token, TAKE)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the store is closed',
    })
    await expect(service.mint(download, { resourceId: 'a' })).rejects.toMatchObject({ code: 'ERR_STORE' })
  })
})

describe('the switch', () => {
  it('A16 takes effect on the next request; revoking and sweeping still work', async () => {
    let on: unknown = true
    const { service } = bench([flow], { enabled: () => on as boolean })
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
    on = false
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('disabled')
    expect(await reasonOf(service.consume(token, GET_FLOW))).toBe('disabled')
    expect(await service.sweep()).toBe(0)
    expect(await service.revoke(id, { by: 'ann' })).toEqual({ ok: true, changed: true })
    on = true
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('revoked')
  })

  it.each([1, 'true', {}, undefined, null])('A16 is on for true alone, and off for %j', async (on) => {
    const { service } = bench([flow], { enabled: () => on as never })
    expect(await reasonOf(service.validate('x', GET_FLOW))).toBe('disabled')
  })

  it('A16 may be set once and for all', async () => {
    const { service, store } = bench([flow], { enabled: false })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    for (const presented of [token, 'x', '', undefined])
      expect(await reasonOf(service.validate(presented, GET_FLOW))).toBe('disabled')
    const { service: other } = bench([flow], { store, enabled: true })
    expect(await reasonOf(other.validate(token, GET_FLOW))).toBe('ok')
  })

  it('A16 is awaited', async () => {
    const { service } = bench([flow], { enabled: async () => false })
    expect(await reasonOf(service.validate(undefined, GET_FLOW))).toBe('disabled')
  })

  it('G11 is an error and no pass where it never answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { service } = bench([flow], { enabled: () => new Promise(() => undefined) })
    const answer = expect(service.validate('x', GET_FLOW)).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'enabled() failed',
      cause: { message: 'no answer within 5000 ms' },
    })
    await vi.advanceTimersByTimeAsync(5000)
    await answer
    vi.useRealTimers()
  })

  it('G11 is an error and no pass where it throws or rejects', async () => {
    const faults: (() => Promise<boolean> | boolean)[] = [
      () => {
        throw new Error('down')
      },
      () => Promise.reject(new Error('down')),
    ]
    for (const enabled of faults) {
      const { service } = bench([flow], { enabled })
      const { token } = await service.mint(flow, { resourceId: 'f-17' })
      await expect(service.validate(token, GET_FLOW)).rejects.toMatchObject({
        code: 'ERR_OPTIONS',
        cause: expect.any(Error),
      })
    }
  })
})

describe('consume', () => {
  it('takes a single use once; a replay is consumed', async () => {
    const { service, token, id } = await minted()
    const answer = await service.consume(token, TAKE)
    expect(answer).toMatchObject({ ok: true, token: { usesLeft: 0, spends: true } })
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
    expect(await reasonOf(service.validate(token, LOOK))).toBe('consumed')
    expect(await service.get(id)).toMatchObject({ status: 'consumed', usesLeft: 0 })
  })

  it('spends nothing on a route that does not spend, and on a refusal', async () => {
    const { service, token, id } = await minted()
    expect(await reasonOf(service.consume(token, LOOK))).toBe('ok')
    for (const target of ['/files/b', '/files/a/', '/'])
      expect(await reasonOf(service.consume(token, { method: 'POST', target }))).toBe('route_not_allowed')
    expect(await service.get(id)).toMatchObject({ usesLeft: 1 })
  })

  it('B2 lets one of 100 concurrent calls have the only use', async () => {
    const { service, token } = await minted()
    const answers = await Promise.all(Array.from({ length: 100 }, () => reasonOf(service.consume(token, TAKE))))
    expect(answers.filter((reason) => reason === 'ok')).toHaveLength(1)
    expect(answers.filter((reason) => reason === 'consumed')).toHaveLength(99)
  })

  it('lets as many of 100 concurrent calls through as there are uses, over two services', async () => {
    const many = defineScope({ name: 'many', routes: ['POST /x'], maxTtl: '1h', uses: 37 })
    const { service, store, clock } = bench([many])
    const other = bench([many], { store, now: () => clock.now }).service
    const { token } = await service.mint(many)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        reasonOf((index % 2 ? service : other).consume(token, { method: 'POST', target: '/x' })),
      ),
    )
    expect(answers.filter((reason) => reason === 'ok')).toHaveLength(37)
  })

  it('swaps about once a use in a burst of one process: callers do not lose against each other', async () => {
    const many = defineScope({ name: 'many', routes: ['POST /x'], maxTtl: '1h', uses: 300 })
    const { store } = bench([many])
    let swaps = 0
    const { service } = bench([many], {
      store: {
        ...store,
        replace: (next) => {
          swaps++
          return store.replace(next)
        },
      },
    })
    const { token } = await service.mint(many)
    await Promise.all(Array.from({ length: 300 }, () => service.consume(token, { method: 'POST', target: '/x' })))
    expect(swaps).toBe(300)
  })

  it('writes nothing where the uses are unlimited', async () => {
    const { store } = bench()
    const { service } = bench([flow], { store: { ...store, replace: () => Promise.reject(new Error('written')) } })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(service.consume(token, { method: 'POST', target: '/api/flows/f-17/start' }))).toBe('ok')
  })

  it('gives up with ERR_CONTENTION where others are always first', async () => {
    const { token, store } = await minted()
    let swaps = 0
    const replace = async () => {
      swaps++
      return false
    }
    const { service } = bench([download], { store: { ...store, replace } })
    await expect(service.consume(token, TAKE)).rejects.toMatchObject({
      code: 'ERR_CONTENTION',
      message: 'others changed the token first 32 times',
    })
    expect(swaps).toBe(32)
  })

  it('G5 finds out by the attempt id that its swap went through, although the answer was lost', async () => {
    const { token, store } = await minted()
    const lossy: TokenStore = {
      ...store,
      replace: async (next) => {
        await store.replace(next)
        throw new Error('cut')
      },
    }
    const { service } = bench([download], { store: lossy })
    expect(await reasonOf(service.consume(token, TAKE))).toBe('ok')
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
  })

  it('G5 throws and never passes where it cannot tell', async () => {
    const { token, store } = await minted()
    const { service } = bench([download], {
      store: { ...store, replace: () => Promise.reject(new Error('timed out')) },
    })
    await expect(service.consume(token, TAKE)).rejects.toMatchObject({ code: 'ERR_STORE' })
    let cut = false
    const silent: TokenStore = {
      ...store,
      find: (id) => (cut ? Promise.reject(new Error('gone')) : store.find(id)),
      replace: async (next) => {
        cut = true
        await store.replace(next)
        throw new Error('gone')
      },
    }
    await expect(bench([download], { store: silent }).service.consume(token, TAKE)).rejects.toMatchObject({
      code: 'ERR_STORE',
    })
    expect(await reasonOf(bench([download], { store }).service.consume(token, TAKE))).toBe('consumed')
  })

  it('lets no caller of a token wait for one whose store failed', async () => {
    const { token, store } = await minted()
    let failures = 1
    const flaky: TokenStore = {
      ...store,
      replace: (next) => (failures-- > 0 ? Promise.reject(new Error('blip')) : store.replace(next)),
    }
    const { service } = bench([download], { store: flaky })
    const settled = await Promise.allSettled([service.consume(token, TAKE), service.consume(token, TAKE)])
    expect(settled.map((result) => result.status)).toEqual(['rejected', 'fulfilled'])
  })
})

describe('a use that was taken for the same request', () => {
  it('F3 is not taken again, and every check runs again', async () => {
    const { service, token, id } = await minted()
    const first = await service.consume(token, TAKE)
    const taken = (first as { token: ValidatedToken }).token
    expect(await reasonOf(service.consume(token, { ...TAKE, taken }))).toBe('ok')
    expect(await reasonOf(service.consume(token, { ...TAKE, taken, scopes: ['flow'] }))).toBe('route_not_allowed')
    expect(await service.get(id)).toMatchObject({ usesLeft: 0 })
  })

  it('F3 counts for no other target, no other token, no other service, and not in a copy', async () => {
    const { service, token, store, clock } = await minted()
    const taken = ((await service.consume(token, TAKE)) as { token: ValidatedToken }).token
    const sibling = await service.mint(download, { resourceId: 'a' })
    const other = createTokenService({ scopes: [download], store, now: () => clock.now })
    expect(await reasonOf(service.consume(token, { ...TAKE, target: '/files/a?again', taken }))).toBe('consumed')
    expect(await reasonOf(service.consume(token, { ...TAKE, taken: { ...taken } }))).toBe('consumed')
    expect(await reasonOf(other.consume(token, { ...TAKE, taken }))).toBe('consumed')
    expect(await service.consume(sibling.token, { ...TAKE, taken })).toMatchObject({ ok: true, token: { usesLeft: 0 } })
    expect(await reasonOf(service.consume(sibling.token, TAKE))).toBe('consumed')
  })

  it('F3 opens nothing that was only looked at before', async () => {
    const { service, token } = await minted()
    const looked = ((await service.validate(token, TAKE)) as { token: ValidatedToken }).token
    expect(await service.consume(token, { ...TAKE, taken: looked })).toMatchObject({ ok: true, token: { usesLeft: 0 } })
    expect(await reasonOf(service.consume(token, { ...TAKE, taken: looked }))).toBe('consumed')
  })
})

describe('a direct request', () => {
  const job = defineScope({ name: 'job', routes: 'none', maxTtl: '1h', uses: 2 })
  const repo = defineScope({ name: 'repo', routes: ['GET /repos/:repo'], resource: 'repo', maxTtl: '1h' })

  it('asks for a scope, and always spends', async () => {
    const { service } = bench([job])
    const { token } = await service.mint(job)
    expect(await reasonOf(service.consume(token, { scope: job }))).toBe('ok')
    expect(await service.consume(token, { scope: 'job' })).toMatchObject({
      ok: true,
      token: { usesLeft: 0, route: undefined },
    })
    expect(await reasonOf(service.consume(token, { scope: job }))).toBe('consumed')
  })

  it('must name the resource of a token that is bound to one', async () => {
    const { service } = bench([repo, job])
    const { token } = await service.mint(repo, { resourceId: 'r' })
    expect(await reasonOf(service.validate(token, { scope: repo, resourceId: 'r' }))).toBe('ok')
    expect(await reasonOf(service.validate(token, { scope: repo, resourceId: 's' }))).toBe('route_not_allowed')
    expect(await reasonOf(service.validate(token, { scope: repo }))).toBe('route_not_allowed')
    expect(await reasonOf(service.validate(token, { scope: job, resourceId: 'r' }))).toBe('route_not_allowed')
    expect(await reasonOf(service.validate(token, { scope: 'no such scope' }))).toBe('route_not_allowed')
  })

  it('is opened by no URL for a scope without routes', async () => {
    const { service } = bench([job])
    const { token } = await service.mint(job)
    expect(await reasonOf(service.validate(token, { method: 'GET', target: '/' }))).toBe('route_not_allowed')
  })
})
