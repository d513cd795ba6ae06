import { defineScope, type MintOptions, type ValidatedToken } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench } from '../fixtures.js'

const outer = defineScope({
  name: 'outer',
  routes: ['GET /o/:tenant/:id'],
  resource: 'id',
  maxTtl: '1h',
  ttl: '10m',
  bindings: ['session', 'agent?'],
})
const plain = defineScope({ name: 'plain', routes: ['GET /p'], maxTtl: '1h', ttl: '20m' })
const asked = defineScope({ name: 'asked', routes: ['GET /a'], maxTtl: '1h', approval: 'required', selfApproval: true })

async function within(
  scope: string,
  options: MintOptions,
  request: object,
): Promise<Bench & { id: string; within: ValidatedToken }> {
  const made = bench([outer, plain, asked])
  const { id, token } = await made.service.mint(scope, options)
  if (scope === 'asked') await made.service.approve(id, { by: 'bob' })
  const answer = await made.service.validate(token, request as never)
  if (!answer.ok) throw new Error(answer.refusal.reason)
  return { ...made, id, within: answer.token }
}

const ofTenant = () =>
  within(
    'outer',
    { resourceId: 'r', params: { tenant: 't' }, bindings: { session: 's' } },
    { method: 'GET', target: '/o/t/r', context: { session: 's' } },
  )

describe('a token that is minted within another', () => {
  it('E4 lives no longer than its parent where it says nothing', async () => {
    const made = await within('plain', { ttl: '5m' }, { method: 'GET', target: '/p' })
    made.clock.now += 60_000
    const child = await made.service.mint('plain', { within: made.within })
    expect(child.expiresAt).toEqual(made.within.expiresAt)
    const shorter = await made.service.mint('plain', { within: made.within, ttl: 240_000 })
    expect(shorter.expiresAt).toEqual(made.within.expiresAt)
    await expect(made.service.mint('plain', { within: made.within, ttl: 240_001 })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: 'expires 1 ms after the token that it is minted within',
    })
  })

  it('E4 is active at once, also where its scope asks for approval: its parent was approved', async () => {
    const made = await within('asked', { createdBy: 'ann' }, { method: 'GET', target: '/a' })
    const child = await made.service.mint('asked', { createdBy: 'ann', within: made.within })
    expect(await made.service.get(child.id)).toMatchObject({ status: 'active', parent: made.id })
  })

  it('E4 has the fixed params of its parent', async () => {
    const made = await ofTenant()
    const options = { resourceId: 'r', within: made.within }
    await made.service.mint('outer', { ...options, params: { tenant: 't' } })
    await expect(made.service.mint('outer', { ...options, params: { tenant: 'u' } })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: 'the scope "outer" for "r" is more than the token to mint within has',
    })
  })

  it('E4 may be bound to more than its parent, and not otherwise', async () => {
    const made = await ofTenant()
    const options = { resourceId: 'r', params: { tenant: 't' }, within: made.within }
    const child = await made.service.mint('outer', { ...options, bindings: { agent: 'a' } })
    expect(await made.service.get(child.id)).toMatchObject({ bindings: { session: 's', agent: 'a' } })
    await expect(made.service.mint('outer', { ...options, bindings: { session: 'other' } })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: 'the binding "session" differs from that of the token to mint within',
    })
  })

  it('E4 is closed with its parent, by whom and why the parent was', async () => {
    const made = await within('plain', {}, { method: 'GET', target: '/p' })
    const child = await made.service.mint('plain', { within: made.within })
    await made.service.revoke(made.id, { by: 'ann', note: 'gone' })
    expect((await made.service.get(child.id))?.decisions).toStrictEqual([
      { what: 'revoked', by: 'ann', at: made.clock.now, note: 'gone' },
    ])
  })

  it('E4 is closed without a note where the parent was', async () => {
    const made = await within('plain', {}, { method: 'GET', target: '/p' })
    const child = await made.service.mint('plain', { within: made.within })
    expect(await made.service.revokeMatching({ scope: plain })).toBe(2)
    expect((await made.service.get(child.id))?.decisions).toStrictEqual([
      { what: 'revoked', by: 'application', at: made.clock.now },
    ])
  })
})
