import { ANY_RESOURCE, defineScope, type MintOptions, type TokenRequest, type ValidatedToken } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type Bench, bench, reasonOf } from '../fixtures.js'

const read = defineScope({ name: 'read', routes: ['GET /r/:id'], resource: 'id', anyResource: true, maxTtl: '1d' })
const write = defineScope({
  name: 'write',
  routes: ['PUT /r/:id'],
  resource: 'id',
  anyResource: true,
  maxTtl: '1d',
  includes: [read],
})
const once = defineScope({ name: 'once', routes: ['POST /once'], maxTtl: '1d', uses: 1 })
const session = defineScope({
  name: 'session',
  routes: ['GET /s'],
  maxTtl: '1d',
  bindings: ['session'],
  fingerprint: true,
})
const scopes = [read, write, once, session]

async function parent(
  scope: string,
  options: MintOptions,
  request: TokenRequest,
): Promise<Bench & { id: string; token: string; within: ValidatedToken }> {
  const made = bench(scopes)
  const { id, token } = await made.service.mint(scope, options)
  const answer = await made.service.validate(token, request)
  if (!answer.ok) throw new Error(answer.refusal.reason)
  return { ...made, id, token, within: answer.token }
}

const writer = () =>
  parent('write', { resourceId: 'r', ttl: '1h', roles: ['ci', 'dev'] }, { method: 'PUT', target: '/r/r' })

describe('what a scope opens with what it includes', () => {
  const TABLE: readonly [scope: string, resourceId: string | typeof ANY_RESOURCE, opened: readonly string[]][] = [
    ['read', 'r', ['GET /r/r']],
    ['read', ANY_RESOURCE, ['GET /r/r', 'GET /r/q']],
    ['write', 'r', ['GET /r/r', 'PUT /r/r']],
    ['write', ANY_RESOURCE, ['GET /r/r', 'GET /r/q', 'PUT /r/r', 'PUT /r/q']],
  ]

  it.each(TABLE)('E2 is for %s of %s exactly %j', async (scope, resourceId, opened) => {
    const { service } = bench(scopes)
    const { token } = await service.mint(scope, { resourceId })
    const asked = ['GET /r/r', 'GET /r/q', 'PUT /r/r', 'PUT /r/q', 'DELETE /r/r', 'POST /once']
    const reasons = await Promise.all(
      asked.map((line) =>
        reasonOf(
          service.validate(token, { method: line.split(' ')[0] as string, target: line.split(' ')[1] as string }),
        ),
      ),
    )
    expect(asked.filter((_, index) => reasons[index] === 'ok')).toEqual(opened)
  })

  it('E2 names the included scope whose route matched', async () => {
    const { service } = bench(scopes)
    const { token } = await service.mint(write, { resourceId: 'r' })
    expect(await service.validate(token, { method: 'GET', target: '/r/r', scopes: [read] })).toMatchObject({
      ok: true,
      token: { scope: 'read', grants: [{ scope: 'write' }] },
    })
    expect(await reasonOf(service.validate(token, { scope: read, resourceId: 'r' }))).toBe('ok')
    expect(await reasonOf(service.validate(token, { method: 'PUT', target: '/r/r', scopes: [read] }))).toBe(
      'route_not_allowed',
    )
  })
})

describe('mint within a token', () => {
  const EXCESS: readonly [sentence: string, scope: string, options: MintOptions, text: RegExp][] = [
    ['another scope', 'once', {}, /the scope "once" for no resource is more/],
    ['another resource', 'write', { resourceId: 'q' }, /the scope "write" for "q" is more/],
    ['any resource', 'write', { resourceId: ANY_RESOURCE }, /the scope "write" for any resource is more/],
    [
      'a further grant',
      'read',
      { resourceId: 'r', grants: [{ scope: 'write', resourceId: 'q' }] },
      /the scope "write" for "q" is more/,
    ],
    ['more time', 'write', { resourceId: 'r', ttl: '2h' }, /expires 3600000 ms after/],
    ['more roles', 'write', { resourceId: 'r', roles: ['ci', 'admin'] }, /the role "admin" is more/],
  ]

  it.each(EXCESS)('E4 refuses %s, names the excess and stores nothing', async (_, scope, options, text) => {
    const { service, within, records } = await writer()
    await expect(service.mint(scope, { ...options, within })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: expect.stringMatching(text),
    })
    expect(await records()).toHaveLength(1)
  })

  it('E4 hands on the same or less', async () => {
    const { service, within, id } = await writer()
    const same = await service.mint('write', { resourceId: 'r', roles: ['ci'], within })
    const less = await service.mint('read', { resourceId: 'r', ttl: '5m', uses: undefined as never, within })
    expect(same.expiresAt).toEqual(within.expiresAt)
    expect(await service.get(less.id)).toMatchObject({ parent: id, grants: [{ scope: 'read', resourceId: 'r' }] })
    expect(await reasonOf(service.validate(less.token, { method: 'PUT', target: '/r/r' }))).toBe('route_not_allowed')
    expect(await reasonOf(service.validate(less.token, { method: 'GET', target: '/r/r' }))).toBe('ok')
  })

  it('E4 hands on no more of what is for any resource than the token itself opens', async () => {
    const notes = defineScope({ name: 'notes', routes: ['GET /notes/:id'], resource: 'id', maxTtl: '1d' })
    const all = defineScope({
      name: 'all',
      routes: ['GET /all/:id'],
      resource: 'id',
      anyResource: true,
      maxTtl: '1d',
      includes: [notes],
    })
    const { service } = bench([all, notes])
    const { token } = await service.mint(all, { resourceId: ANY_RESOURCE, ttl: '1h' })
    const answer = await service.validate(token, { method: 'GET', target: '/all/x' })
    const within = answer.ok ? answer.token : undefined
    await expect(service.mint(notes, { resourceId: 'x', within } as never)).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: 'the scope "notes" for "x" is more than the token to mint within has',
    })
    const child = await service.mint(all, { resourceId: 'x', within, ttl: '30m' } as never)
    expect(await reasonOf(service.validate(child.token, { method: 'GET', target: '/all/x' }))).toBe('ok')
    expect(await reasonOf(service.validate(child.token, { method: 'GET', target: '/notes/x' }))).toBe(
      'route_not_allowed',
    )
  })

  it('E4 hands on nothing with limited uses', async () => {
    const { service, within } = await parent('once', {}, { method: 'POST', target: '/once' })
    await expect(service.mint('once', { within })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: expect.stringContaining('limited uses'),
    })
  })

  it('E4 hands its bindings and its fingerprint on to scopes that ask for none', async () => {
    const plain = defineScope({ name: 'plain', routes: ['GET /p'], maxTtl: '1d' })
    const held = defineScope({
      name: 'held',
      routes: ['GET /h'],
      maxTtl: '1d',
      includes: [plain],
      bindings: ['session'],
      fingerprint: true,
    })
    const { service } = bench([plain, held])
    const request = { method: 'GET', target: '/p', context: { session: 'a' }, fingerprint: 'f' }
    const { token } = await service.mint(held, { bindings: { session: 'a' }, fingerprint: 'f' })
    const answer = await service.validate(token, { ...request, target: '/h' })
    const within = answer.ok ? answer.token : undefined
    const child = await service.mint(plain, { within } as never)
    expect(await service.get(child.id)).toMatchObject({ bindings: { session: 'a' }, fingerprint: 'f' })
    expect(await reasonOf(service.validate(child.token, request))).toBe('ok')
    expect(await reasonOf(service.validate(child.token, { ...request, fingerprint: 'g' }))).toBe('fingerprint_mismatch')
    await expect(service.mint(held, { fingerprint: 'g', within } as never)).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: 'the fingerprint is not that of the token to mint within',
    })
  })

  it('E4 takes a fingerprint of its own where the token has none', async () => {
    const exact = defineScope({ name: 'exact', routes: ['GET /e'], maxTtl: '1d', fingerprint: true })
    const wide = defineScope({ name: 'wide', routes: ['GET /e'], maxTtl: '1d' })
    const { service } = bench([exact, wide])
    const { token } = await service.mint(wide)
    const answer = await service.validate(token, { method: 'GET', target: '/e' })
    const within = answer.ok ? answer.token : undefined
    const minting = service.mint(exact, { fingerprint: 'f', within } as never)
    await expect(minting).rejects.toMatchObject({ code: 'ERR_WITHIN', message: /the scope "exact"/ })
  })

  it('E4 inherits bindings and fingerprint, and refuses others', async () => {
    const request = { method: 'GET', target: '/s', context: { session: 'a' }, fingerprint: 'f' }
    const { service, within } = await parent('session', { bindings: { session: 'a' }, fingerprint: 'f' }, request)
    const child = await service.mint('session', { within })
    expect(await reasonOf(service.validate(child.token, request))).toBe('ok')
    expect(await reasonOf(service.validate(child.token, { ...request, context: { session: 'b' } }))).toBe(
      'context_mismatch',
    )
    expect(await reasonOf(service.validate(child.token, { ...request, fingerprint: 'g' }))).toBe('fingerprint_mismatch')
    await expect(service.mint('session', { within, bindings: { session: 'b' } })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
    })
    await expect(service.mint('session', { within, fingerprint: 'g' })).rejects.toMatchObject({ code: 'ERR_WITHIN' })
  })

  it('E4 revokes the children with the parent, and theirs', async () => {
    const { service, within, id } = await writer()
    const child = await service.mint('read', { resourceId: 'r', within })
    const answer = await service.validate(child.token, { method: 'GET', target: '/r/r' })
    const grandchild = await service.mint('read', {
      resourceId: 'r',
      within: (answer as { token: ValidatedToken }).token,
    })
    await service.revoke(id, { by: 'ann', note: 'gone' })
    for (const { token } of [child, grandchild])
      expect(await reasonOf(service.validate(token, { method: 'GET', target: '/r/r' }))).toBe('revoked')
  })

  it('E4 refuses within a token that was revoked or has expired', async () => {
    const { service, within, id } = await writer()
    await service.revoke(id, { by: 'ann' })
    await expect(service.mint('read', { resourceId: 'r', within })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: expect.stringContaining('revoked'),
    })
    const late = await writer()
    late.clock.now = late.within.expiresAt.getTime()
    await expect(late.service.mint('read', { resourceId: 'r', within: late.within })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: expect.stringContaining('expired'),
    })
  })

  it('E4 leaves no child behind where the parent is revoked between the look and the insert', async () => {
    const made = bench(scopes)
    let parentId = ''
    const racing = bench(scopes, {
      now: () => made.clock.now,
      store: {
        ...made.store,
        insert: async (...args) => {
          if (args[0].parent) await made.service.revoke(parentId, { by: 'ann' })
          return made.store.insert(...args)
        },
      },
    }).service
    const minted = await racing.mint('write', { resourceId: 'r' })
    parentId = minted.id
    const answer = await racing.validate(minted.token, { method: 'PUT', target: '/r/r' })
    const within = (answer as { token: ValidatedToken }).token
    await expect(racing.mint('read', { resourceId: 'r', within })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
      message: expect.stringContaining('meanwhile'),
    })
    expect((await made.records()).map(({ closedAs }) => closedAs)).toEqual(['revoked', 'revoked'])
  })

  it('E4 knows its own tokens: none of another service, and no copy', async () => {
    const { within, store, service } = await writer()
    const other = bench(scopes, { store }).service
    await expect(other.mint('read', { resourceId: 'r', within })).rejects.toMatchObject({ code: 'ERR_WITHIN' })
    await expect(service.mint('read', { resourceId: 'r', within: { ...within } })).rejects.toMatchObject({
      code: 'ERR_WITHIN',
    })
  })
})
