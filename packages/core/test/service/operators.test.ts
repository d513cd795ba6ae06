import { ANY_RESOURCE, defineScope, type OperatorAction, type TokenService, type TokenStatus } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, collect, command, flow, GET_FLOW, reasonOf } from '../fixtures.js'

const job = defineScope({
  name: 'job',
  routes: ['POST /jobs/:id'],
  resource: 'id',
  maxTtl: '5m',
  uses: 1,
  approval: 'required',
})
const RUN = { method: 'POST', target: '/jobs/j' } as const
const by = { by: 'bob' }

/** How a token comes into each status. */
const BRING: Record<
  TokenStatus,
  (service: TokenService, id: string, token: string, clock: { now: number }) => Promise<unknown>
> = {
  pending: async () => undefined,
  active: (service, id) => service.approve(id, by),
  consumed: async (service, id, token) => {
    await service.approve(id, by)
    await service.consume(token, RUN)
  },
  denied: (service, id) => service.deny(id, by),
  revoked: (service, id) => service.revoke(id, by),
  expired: async (service, id, _, clock) => {
    await service.approve(id, by)
    clock.now += 300_000
  },
}

const ok = { ok: true, changed: true }
const same = { ok: true, changed: false }
const not = (reason: string) => ({ ok: false, reason })

const OUTCOMES: Record<OperatorAction, Record<TokenStatus, object>> = {
  approve: {
    pending: ok,
    active: same,
    consumed: not('already_consumed'),
    denied: not('already_denied'),
    revoked: not('already_revoked'),
    expired: not('expired'),
  },
  deny: {
    pending: ok,
    active: not('not_pending'),
    consumed: not('already_consumed'),
    denied: same,
    revoked: not('already_revoked'),
    expired: not('expired'),
  },
  revoke: {
    pending: ok,
    active: ok,
    consumed: not('already_consumed'),
    denied: not('already_denied'),
    revoked: same,
    expired: not('expired'),
  },
}
const CASES = Object.entries(OUTCOMES).flatMap(([action, row]) =>
  Object.entries(row).map(([status, outcome]) => [action as OperatorAction, status as TokenStatus, outcome] as const),
)

async function jobIn(status: TokenStatus): Promise<Bench & { id: string; token: string }> {
  const made = bench([job, flow])
  const { id, token } = await made.service.mint(job, { resourceId: 'j', createdBy: 'ann' })
  await BRING[status](made.service, id, token, made.clock)
  return { ...made, id, token }
}

describe('operators', () => {
  it.each(CASES)('B3 B4 B5 %s of one that is %s is %o', async (action, status, outcome) => {
    const { service, id, dump } = await jobIn(status)
    const before = await dump()
    expect(await service[action](id, { by: 'carol', note: 'because' })).toEqual(outcome)
    if (outcome !== ok) expect(await dump()).toBe(before)
  })

  it.each(['approve', 'deny', 'revoke'] as const)('B4 B5 %s of an unknown id is not_found', async (action) => {
    const { service, records } = bench([job])
    for (const id of ['nothing', '', '__proto__']) expect(await service[action](id, by)).toEqual(not('not_found'))
    expect(await records()).toEqual([])
  })

  it('B1 a pending token is refused with a hint; approved it works exactly once; a replay is consumed', async () => {
    const { service, id, token } = await jobIn('pending')
    expect(await service.consume(token, RUN)).toEqual({
      ok: false,
      refusal: { reason: 'pending', id, retryAfterMs: expect.any(Number) },
    })
    await service.approve(id, by)
    expect(await reasonOf(service.consume(token, RUN))).toBe('ok')
    expect(await reasonOf(service.consume(token, RUN))).toBe('consumed')
  })

  it('B10 whoever minted a token cannot approve it, unless the scope says so', async () => {
    const { service, id } = await jobIn('pending')
    expect(await service.approve(id, { by: 'ann' })).toEqual(not('self_approval'))
    expect(await service.deny(id, { by: 'ann' })).toEqual(ok)
    const lenient = defineScope({
      name: 'lenient',
      routes: ['POST /l'],
      maxTtl: '5m',
      approval: 'required',
      selfApproval: true,
    })
    const other = bench([lenient]).service
    const minted = await other.mint(lenient, { createdBy: 'ann' })
    expect(await other.approve(minted.id, { by: 'ann' })).toEqual(ok)
  })

  it('B11 keeps who, when and why; a denial is not a revocation', async () => {
    const { service, id, clock } = await jobIn('pending')
    clock.now += 7
    await service.approve(id, { by: 'bob', note: 'looks fine' })
    clock.now += 5
    await service.revoke(id, { by: 'carol' })
    expect((await service.get(id))?.decisions).toEqual([
      { what: 'approved', by: 'bob', at: clock.now - 5, note: 'looks fine' },
      { what: 'revoked', by: 'carol', at: clock.now },
    ])
    const denied = await jobIn('denied')
    expect(await denied.service.get(denied.id)).toMatchObject({
      status: 'denied',
      decisions: [{ what: 'denied' }],
      revokedAt: undefined,
    })
    expect(await reasonOf(denied.service.consume(denied.token, RUN))).toBe('denied')
  })

  it('B11 approves only what was seen', async () => {
    const { service, id, store } = await jobIn('pending')
    const seen = (await service.get(id))?.revision as string
    const record = await store.find(id)
    await store.replace({ ...(record as NonNullable<typeof record>), version: 2, changedAt: 9 })
    expect(await service.approve(id, { ...by, seen })).toEqual(not('changed'))
    expect(await service.approve(id, { ...by, seen: (await service.get(id))?.revision as string })).toEqual(ok)
  })

  it('B11 revokes only what was seen, and then nothing that was minted within it either', async () => {
    const { service } = bench()
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    const answer = await service.validate(token, GET_FLOW)
    const child = await service.mint(flow, {
      resourceId: 'f-17',
      within: answer.ok ? answer.token : (undefined as never),
    })
    expect(await service.revoke(id, { ...by, seen: 'x' })).toEqual(not('changed'))
    expect(await reasonOf(service.validate(child.token, GET_FLOW))).toBe('ok')
    expect(await service.revoke(id, { ...by, seen: (await service.get(id))?.revision as string })).toEqual(ok)
    expect(await reasonOf(service.validate(child.token, GET_FLOW))).toBe('revoked')
  })

  it('E8 revoking keeps the record, and revokedAt never moves', async () => {
    const { service, id, clock } = await jobIn('revoked')
    const { revokedAt } = (await service.get(id)) ?? {}
    expect(revokedAt).toEqual(new Date(clock.now))
    clock.now += 1000
    expect(await service.revoke(id, by)).toEqual(same)
    expect((await service.get(id))?.revokedAt).toEqual(revokedAt)
  })

  it('B4 one of approve, deny and revoke wins where they come at once', async () => {
    for (let round = 0; round < 20; round++) {
      const { service, id } = await jobIn('pending')
      const outcomes = await Promise.all([service.deny(id, by), service.approve(id, by), service.revoke(id, by)])
      const { decisions } = (await service.get(id)) ?? { decisions: [] }
      expect(decisions).toHaveLength(outcomes.filter((outcome) => outcome.ok && outcome.changed).length)
      expect(decisions.map((decision) => decision.what)).toEqual(['denied'])
    }
  })

  it.each([undefined, {}, { by: '' }, { by: 7 }, { by: 'a', note: 7 }, { by: 'a', seen: {} }])(
    'refuses the decision %j',
    async (decision) => {
      const { service, id } = await jobIn('pending')
      await expect(service.revoke(id, decision as never)).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
      expect(await service.get(id)).toMatchObject({ status: 'pending' })
    },
  )
})

describe('revokeByResource', () => {
  const notes = defineScope({
    name: 'notes',
    routes: ['GET /notes/:id'],
    resource: 'id',
    maxTtl: '1h',
    anyResource: true,
  })

  it('A18 closes all tokens of the pair, also those whose further grant it is, and returns the count', async () => {
    const { service } = bench([flow, notes])
    const first = await service.mint(flow, { resourceId: 'f-17' })
    await service.mint(notes, { resourceId: 'n', grants: [{ scope: flow, resourceId: 'f-17' }] })
    const other = await service.mint(flow, { resourceId: 'f-18', grants: [{ scope: notes, resourceId: 'f-17' }] })
    expect(await service.revokeByResource(flow, 'f-17', { by: 'ann' })).toBe(2)
    expect(await reasonOf(service.validate(first.token, GET_FLOW))).toBe('revoked')
    expect(await reasonOf(service.validate(other.token, { method: 'GET', target: '/api/flows/f-18' }))).toBe('ok')
    expect(await service.revokeByResource(flow, 'f-17')).toBe(0)
  })

  it.each(['', undefined, 7])('A18 refuses the id %j', async (id) => {
    const { service } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    await expect(service.revokeByResource(flow, id as never)).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
    await expect(service.revokeByResource('', 'f-17')).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })

  it('A18 leaves tokens for any resource alone', async () => {
    const { service } = bench([notes])
    const any = await service.mint(notes, { resourceId: ANY_RESOURCE })
    expect(await service.revokeByResource(notes, 'n')).toBe(0)
    expect(await reasonOf(service.validate(any.token, { method: 'GET', target: '/notes/n' }))).toBe('ok')
  })

  it('A18 closes what is minted while it runs', async () => {
    const { store, clock } = bench()
    let late = 3
    const { service } = bench([flow], {
      now: () => clock.now,
      store: {
        ...store,
        page: async (query) => {
          const page = await store.page(query)
          if (page.length > 0 && late-- > 0) await service.mint(flow, { resourceId: 'f-17' })
          return page
        },
      },
    })
    await service.mint(flow, { resourceId: 'f-17' })
    expect(await service.revokeByResource(flow, 'f-17')).toBe(4)
    expect(await service.count(flow)).toBe(0)
  })
})

describe('revokeMatching', () => {
  it('D7 closes all tokens of a project and its task, idempotent, and returns the count', async () => {
    const { service } = bench()
    for (const [resourceId, subject] of [
      ['p', 't1'],
      ['p', 't1'],
      ['p', 't2'],
      ['q', 't1'],
    ] as const)
      await service.mint(flow, { resourceId, subject })
    expect(await service.revokeMatching({ resourceId: 'p', subject: 't1' })).toBe(2)
    expect(await service.revokeMatching({ resourceId: 'p', subject: 't1' })).toBe(0)
    expect(await service.count(flow)).toBe(2)
  })

  it('D7 counts each token once, whether it fits or was minted within one that fits', async () => {
    const { service } = bench()
    const parent = await service.mint(flow, { resourceId: 'f-17', subject: 's' })
    const within = await service.validate(parent.token, GET_FLOW)
    if (!within.ok) throw new Error(within.refusal.reason)
    const child = { resourceId: 'f-17', within: within.token }
    await service.mint(flow, { ...child, subject: 's' })
    await service.mint(flow, { ...child, subject: 'another' })
    expect(await service.revokeMatching({ subject: 's' })).toBe(3)
    expect(await service.count(flow)).toBe(0)
    expect(await service.revokeMatching({ subject: 's' })).toBe(0)
  })

  it.each([{}, undefined, { subject: undefined }, { subject: '' }, { user: 'x' }])(
    'refuses the filter %j: it does not mean everything',
    async (filter) => {
      const { service } = bench()
      await service.mint(flow, { resourceId: 'f' })
      await expect(service.revokeMatching(filter as never)).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
      expect(await service.count(flow)).toBe(1)
    },
  )
})

describe('a filter', () => {
  it.each<[string, object, RegExp]>([
    ['a member that is misspelt', { user: 'x' }, /"user" is not a member of a filter/],
    ['a member that is empty', { subject: '' }, /the filter's subject must be text, got ""/],
    ['a state that is misspelt', { state: 'actve' }, /the filter's state must be one of pending, .*, got "actve"/],
    ['a state that only objects have', { state: 'constructor' }, /state must be one of/],
    ['a state that is no text', { state: ['active'] }, /the filter's state must be .*, got a list of 1/],
  ])('is refused for %s, by all that take one', async (_, filter, text) => {
    const { service } = bench()
    await service.mint(flow, { resourceId: 'f' })
    const wrong = { code: 'ERR_OPTIONS', message: expect.stringMatching(text) }
    await expect(service.revokeMatching(filter)).rejects.toMatchObject(wrong)
    await expect(collect(service.list(filter))).rejects.toMatchObject(wrong)
    expect(await service.count(flow)).toBe(1)
  })
})

describe('list', () => {
  it('B12 shows the bindings of pending tokens and never a secret', async () => {
    const { service } = bench()
    const { token, id } = await service.mint(command, {
      resourceId: 'c',
      createdBy: 'ann',
      bindings: { session: 's', sandbox: 'b' },
      fingerprint: 'f',
    })
    const listed = await collect(service.list({ state: 'pending' }))
    expect(listed).toMatchObject([{ id, bindings: { session: 's', sandbox: 'b' } }])
    expect(JSON.stringify(listed)).not.toContain(token.slice(19, 51))
    expect(Object.keys(listed[0] ?? {})).not.toContain('digest')
  })

  it('E10 filters by scope, resource, subject, creator and state', async () => {
    const { service, clock } = bench([flow, job])
    const a = await service.mint(flow, { resourceId: 'a', subject: 's', createdBy: 'ann' })
    clock.now++
    const b = await service.mint(flow, { resourceId: 'b', subject: 's', createdBy: 'bob' })
    clock.now++
    const c = await service.mint(job, { resourceId: 'a', createdBy: 'ann' })
    await service.revoke(b.id, by)
    const ids = async (filter: object) => (await collect(service.list(filter))).map(({ id }) => id)
    expect(await ids({})).toEqual([a.id, b.id, c.id])
    expect(await ids({ scope: flow })).toEqual([a.id, b.id])
    expect(await ids({ scope: 'flow', resourceId: 'a' })).toEqual([a.id])
    expect(await ids({ resourceId: 'a' })).toEqual([a.id, c.id])
    expect(await ids({ subject: 's' })).toEqual([a.id, b.id])
    expect(await ids({ createdBy: 'ann' })).toEqual([a.id, c.id])
    expect(await ids({ state: 'active' })).toEqual([a.id])
    expect(await ids({ state: 'pending' })).toEqual([c.id])
    expect(await ids({ state: 'revoked' })).toEqual([b.id])
    clock.now += 300_000
    expect(await ids({ state: 'expired' })).toEqual([c.id])
  })

  it('E10 skips no record and shows none twice while others change, over many pages', async () => {
    const { service, clock } = bench()
    const ids: string[] = []
    for (let count = 0; count < 450; count++) {
      clock.now++
      ids.push((await service.mint(flow, { resourceId: `f${count}` })).id)
    }
    const seen: string[] = []
    for await (const { id } of service.list()) {
      seen.push(id)
      if (seen.length % 50 === 0 && seen.length <= 450) await service.revoke(ids[(seen.length * 7) % 450] as string, by)
      if (seen.length % 90 === 0 && seen.length <= 450) {
        clock.now++
        await service.mint(flow, { resourceId: 'late' })
      }
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(ids))
  })

  it('C7 counts the live ones', async () => {
    const { service, clock } = bench()
    const { id } = await service.mint(flow, { resourceId: 'a' })
    await service.mint(flow, { resourceId: 'b', ttl: '1m' })
    expect(await service.count('flow')).toBe(2)
    clock.now += 60_000
    expect(await service.count(flow)).toBe(1)
    await service.revoke(id, by)
    expect(await service.count(flow)).toBe(0)
  })
})
