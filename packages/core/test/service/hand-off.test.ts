import { defineScope } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, reasonOf } from '../fixtures.js'

const handoff = defineScope({
  name: 'handoff',
  routes: 'none',
  maxTtl: '30s',
  uses: 1,
  maxLive: { total: 3, perSubject: 2 },
})
const approved = defineScope({ name: 'approved', routes: 'none', maxTtl: '30s', uses: 1, approval: 'required' })
const bound = defineScope({ name: 'bound', routes: 'none', maxTtl: '30s', uses: 1, bindings: ['worker'] })

const made = () => bench([handoff, approved, bound])

describe('consumeExpected', () => {
  it('C4 consumes neither on a mismatch; then the right one works once; then it is consumed', async () => {
    const { service } = made()
    const [expected, other] = [await service.mint(handoff), await service.mint(handoff)]
    expect(await service.consumeExpected(expected.id, other.token)).toEqual({
      ok: false,
      refusal: { reason: 'token_mismatch' },
    })
    expect(await service.count(handoff)).toBe(2)
    expect(await reasonOf(service.consumeExpected(expected.id, expected.token))).toBe('ok')
    expect(await reasonOf(service.consumeExpected(expected.id, expected.token))).toBe('consumed')
    expect(await reasonOf(service.consumeExpected(other.id, other.token))).toBe('ok')
  })

  it('C5 tells expired, whichever token was presented', async () => {
    const { service, clock } = made()
    const expected = await service.mint(handoff)
    clock.now += 10_000
    const other = await service.mint(handoff)
    clock.now += 20_000
    expect(await reasonOf(service.consumeExpected(expected.id, other.token))).toBe('expired')
    expect(await reasonOf(service.consumeExpected(expected.id, expected.token))).toBe('expired')
    expect(await reasonOf(service.consumeExpected(other.id, other.token))).toBe('ok')
  })

  it('C1 refuses an empty text as missing and one of a wrong length as malformed', async () => {
    const { service } = made()
    const { id, token } = await service.mint(handoff)
    expect(await reasonOf(service.consumeExpected(id, ''))).toBe('missing')
    expect(await reasonOf(service.consumeExpected(id, token.slice(1)))).toBe('malformed')
    expect(await reasonOf(service.consumeExpected('nothing', token))).toBe('unknown')
  })

  it('C8 refuses a late presentation of one that was abandoned', async () => {
    const { service } = made()
    const { id, token } = await service.mint(handoff)
    expect(await service.revoke(id, { by: 'broker', note: 'no acknowledgement' })).toEqual({ ok: true, changed: true })
    expect(await reasonOf(service.consumeExpected(id, token))).toBe('revoked')
    expect(await service.revoke(id, { by: 'broker' })).toEqual({ ok: true, changed: false })
  })

  it('C4 C5 tells what became of the expected one, whichever token was presented', async () => {
    const { service } = made()
    const used = await service.mint(handoff)
    await service.consumeExpected(used.id, used.token)
    const [closed, other] = [await service.mint(handoff), await service.mint(handoff)]
    await service.revoke(closed.id, { by: 'broker' })
    expect(await reasonOf(service.consumeExpected(used.id, other.token))).toBe('consumed')
    expect(await reasonOf(service.consumeExpected(closed.id, other.token))).toBe('revoked')
  })

  it('F4 takes no use that another holds', async () => {
    const { service } = made()
    const { id, token } = await service.mint(handoff)
    const held = await service.reserve(token, { scope: 'handoff' })
    expect(await reasonOf(service.consumeExpected(id, token))).toBe('reserved')
    expect(held.ok && (await held.hold.release())).toBe(true)
    expect(await reasonOf(service.consumeExpected(id, token))).toBe('ok')
  })

  it('runs the other checks as well', async () => {
    const { service } = made()
    const pending = await service.mint(approved, { createdBy: 'ann' })
    expect(await reasonOf(service.consumeExpected(pending.id, pending.token))).toBe('pending')
    const { id, token } = await service.mint(bound, { bindings: { worker: 'w-1' } })
    expect(await reasonOf(service.consumeExpected(id, token))).toBe('context_mismatch')
    expect(await reasonOf(service.consumeExpected(id, token, { scope: bound, context: { worker: 'w-1' } }))).toBe('ok')
  })

  it('lets one of 50 at once have the token', async () => {
    const { service } = made()
    const { id, token } = await service.mint(handoff)
    const reasons = await Promise.all(Array.from({ length: 50 }, () => reasonOf(service.consumeExpected(id, token))))
    expect(reasons.filter((reason) => reason === 'ok')).toHaveLength(1)
  })

  it.each(['', undefined])('refuses to expect %j', async (id) => {
    await expect(made().service.consumeExpected(id as never, 'x')).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
  })
})

describe('maxLive', () => {
  it('C2 is full in total and per subject; expired ones do not count; consuming and revoking free a place', async () => {
    const { service, clock } = made()
    const full = { code: 'ERR_MAX_LIVE' }
    const first = await service.mint(handoff, { subject: 'a', ttl: '10s' })
    const second = await service.mint(handoff, { subject: 'a' })
    await expect(service.mint(handoff, { subject: 'a' })).rejects.toMatchObject(full)
    const third = await service.mint(handoff, { subject: 'b' })
    await expect(service.mint(handoff, { subject: 'c' })).rejects.toMatchObject(full)
    await service.consumeExpected(third.id, third.token)
    await service.mint(handoff, { subject: 'c' })
    await service.revoke(second.id, { by: 'broker' })
    await service.mint(handoff, { subject: 'a' })
    clock.now = first.expiresAt.getTime()
    await service.mint(handoff, { subject: 'a' })
    expect(await service.count(handoff)).toBe(3)
  })

  it('C2 is exact under concurrency', async () => {
    const { service } = made()
    const settled = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => service.mint(handoff, { subject: `s${index % 10}` })),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await service.count(handoff)).toBe(3)
  })
})
