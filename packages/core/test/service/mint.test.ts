import { inspect } from 'node:util'
import { ANY_RESOURCE, defineScope, type MintOptions } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, command, download, flow, START } from '../fixtures.js'

const tenants = defineScope({ name: 'tenants', routes: ['GET /t/:tenant/x/:id'], resource: 'id', maxTtl: '1h' })
const reports = defineScope({ name: 'reports', routes: ['GET /reports'], maxTtl: '1h', ttl: '10m' })
const scopes = [flow, download, command, tenants, reports]
const bound = { createdBy: 'ann', bindings: { session: 's', sandbox: 'b' }, fingerprint: 'f' }

/** A list of two that has only the second; a store would give back a null for the first. */
const HOLED: readonly string[] = Object.assign([], { 1: 'b' })

const REFUSED: readonly [sentence: string, scope: string, options: object, code: string, text: RegExp][] = [
  ['an unknown scope', 'nothing', {}, 'ERR_SCOPE_UNKNOWN', /"nothing" is not in the registry/],
  ['a ttl of 0', 'flow', { resourceId: 'f', ttl: 0 }, 'ERR_TTL_INVALID', /got 0/],
  ['a negative ttl', 'flow', { resourceId: 'f', ttl: -5 }, 'ERR_TTL_INVALID', /got -5/],
  ['a ttl that is not a number', 'flow', { resourceId: 'f', ttl: Number.NaN }, 'ERR_TTL_INVALID', /got NaN/],
  ['an infinite ttl', 'flow', { resourceId: 'f', ttl: Number.POSITIVE_INFINITY }, 'ERR_TTL_INVALID', /got Infinity/],
  ['a ttl of 2^53', 'flow', { resourceId: 'f', ttl: 2 ** 53 }, 'ERR_TTL_INVALID', /got 9007199254740992/],
  ['a ttl without a unit', 'flow', { resourceId: 'f', ttl: '15' }, 'ERR_TTL_INVALID', /such as "15m" .* got "15"/],
  [
    'a ttl above the cap',
    'flow',
    { resourceId: 'f', ttl: '16m' },
    'ERR_TTL_EXCEEDS_MAX',
    /at most 900000 ms .* got "16m"/,
  ],
  ['no resource id', 'flow', {}, 'ERR_RESOURCE_ID', /needs a resourceId .* ":flowId", got undefined/],
  ['an empty id', 'flow', { resourceId: '' }, 'ERR_RESOURCE_ID', /got ""/],
  ['any resource where the scope has none', 'reports', { resourceId: ANY_RESOURCE }, 'ERR_RESOURCE_ID', /ANY_RESOURCE/],
  ['an id that is a number', 'flow', { resourceId: 7 }, 'ERR_RESOURCE_ID', /got 7/],
  ['a missing parameter', 'tenants', { resourceId: 'x' }, 'ERR_PARAMS', /needs a value for ":tenant", got undefined/],
  ['an unsafe parameter', 'tenants', { resourceId: 'x', params: { tenant: '..' } }, 'ERR_PARAMS', /got "\.\."/],
  [
    'a parameter that no path has',
    'flow',
    { resourceId: 'f', params: { tenant: 'a' } },
    'ERR_PARAMS',
    /no placeholder "tenant"/,
  ],
  ['no uses', 'download', { resourceId: 'a', uses: 0 }, 'ERR_USES', /from 1 to 1 .* got 0/],
  ['more uses than the scope has', 'download', { resourceId: 'a', uses: 2 }, 'ERR_USES', /from 1 to 1 .* got 2/],
  ['uses that no route spends', 'reports', { uses: 1 }, 'ERR_USES', /no route .* spends one/],
  [
    'a missing binding',
    'command',
    { ...bound, resourceId: 'c', bindings: { session: 's' } },
    'ERR_BINDINGS',
    /binding "sandbox"/,
  ],
  [
    'an unknown binding',
    'flow',
    { resourceId: 'f', bindings: { session: 's' } },
    'ERR_BINDINGS',
    /no binding "session"/,
  ],
  [
    'a binding that is no text',
    'command',
    { ...bound, resourceId: 'c', bindings: { session: 1, sandbox: 'b' } },
    'ERR_BINDINGS',
    /must be text, got 1/,
  ],
  [
    'no fingerprint where one is needed',
    'command',
    { ...bound, resourceId: 'c', fingerprint: undefined },
    'ERR_BINDINGS',
    /needs the fingerprint/,
  ],
  [
    'an empty fingerprint',
    'command',
    { ...bound, resourceId: 'c', fingerprint: '' },
    'ERR_BINDINGS',
    /needs the fingerprint/,
  ],
  [
    'a fingerprint where none is taken',
    'flow',
    { resourceId: 'f', fingerprint: 'x' },
    'ERR_BINDINGS',
    /takes no fingerprint/,
  ],
  [
    'approval without a requester',
    'command',
    { ...bound, resourceId: 'c', createdBy: undefined },
    'ERR_OPTIONS',
    /createdBy must say who asks/,
  ],
  ['an option that is misspelt', 'flow', { resourceId: 'f', tll: '1m' }, 'ERR_OPTIONS', /"tll" is not an option/],
  ['an empty subject', 'flow', { resourceId: 'f', subject: '' }, 'ERR_OPTIONS', /subject must be text/],
  [
    'a subject with half of a surrogate pair',
    'flow',
    { resourceId: 'f', subject: 'a\ud800' },
    'ERR_OPTIONS',
    /subject must be text/,
  ],
  ['roles that are no list', 'flow', { resourceId: 'f', roles: 'admin' }, 'ERR_OPTIONS', /roles must be a list/],
  [
    'metadata that JSON cannot hold',
    'flow',
    { resourceId: 'f', metadata: { at: new Date() } },
    'ERR_OPTIONS',
    /metadata must be an object of plain JSON/,
  ],
  [
    'metadata with a number that JSON cannot hold',
    'flow',
    { resourceId: 'f', metadata: { n: Number.NaN } },
    'ERR_OPTIONS',
    /plain JSON/,
  ],
  [
    'metadata with a list that has a hole',
    'flow',
    { resourceId: 'f', metadata: { list: HOLED } },
    'ERR_OPTIONS',
    /plain JSON/,
  ],
  ['roles with a hole', 'flow', { resourceId: 'f', roles: HOLED }, 'ERR_OPTIONS', /roles must be a list of texts/],
  [
    'further grants with a hole',
    'flow',
    { resourceId: 'f', grants: HOLED },
    'ERR_GRANTS',
    /a grant must be .*, got undefined/,
  ],
  [
    'a further grant with limits of its own',
    'flow',
    { resourceId: 'f', grants: [{ scope: 'download', resourceId: 'x' }] },
    'ERR_GRANTS',
    /"download" has uses of its own/,
  ],
  [
    'a further grant without its id',
    'flow',
    { resourceId: 'f', grants: [{ scope: 'tenants' }] },
    'ERR_PARAMS',
    /":tenant"/,
  ],
  [
    'further grants that are no list',
    'flow',
    { resourceId: 'f', grants: 'tenants' },
    'ERR_GRANTS',
    /grants must be a list/,
  ],
  [
    'a token to mint within that is a copy',
    'flow',
    { resourceId: 'f', within: { id: 'x' } },
    'ERR_WITHIN',
    /of this service/,
  ],
]

describe('mint', () => {
  it.each(REFUSED)('A2 A3 refuses %s and stores nothing', async (_, scope, options, code, text) => {
    const { service, records } = bench(scopes)
    await expect(service.mint(scope, options as MintOptions)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(text),
    })
    expect(await records()).toEqual([])
  })

  it.each(['.', '..', 'a/b', 'a\\b', 'a\0', 'a\n', '\x7f', '\u0085', '\ud800', 'a\udc00', 'x'.repeat(513)])(
    'A3 refuses the id %j whatever the scope says',
    async (resourceId) => {
      const open = defineScope({
        name: 'open',
        routes: ['GET /x/:id'],
        resource: 'id',
        resourceId: () => true,
        maxTtl: '1h',
      })
      const { service } = bench([open])
      await expect(service.mint(open, { resourceId })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
    },
  )

  it.each(['e-mail@example.org', 'a:b', 'a+b', '01J8Z-x_y~z.w'])('takes the id %s by default', async (resourceId) => {
    const { service } = bench()
    expect((await service.get((await service.mint(flow, { resourceId })).id))?.grants[0]?.resourceId).toBe(resourceId)
  })

  it('takes an id as the pattern of the scope says, each time anew', async () => {
    const sticky = defineScope({
      name: 's',
      routes: ['GET /x/:id'],
      resource: 'id',
      resourceId: /^\d+$/g,
      maxTtl: '1h',
    })
    const { service } = bench([sticky])
    for (let round = 0; round < 3; round++) await service.mint(sticky, { resourceId: '17' })
    await expect(service.mint(sticky, { resourceId: 'a' })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
  })

  it('G11 refuses where the predicate of the scope throws or says no more than yes-ish', async () => {
    const throws = defineScope({
      name: 'throws',
      routes: ['GET /x/:id'],
      resource: 'id',
      resourceId: () => {
        throw new Error('down')
      },
      maxTtl: '1h',
    })
    const yesIsh = defineScope({
      name: 'yes',
      routes: ['GET /x/:id'],
      resource: 'id',
      resourceId: (() => 1) as never,
      maxTtl: '1h',
    })
    const { service, records } = bench([throws, yesIsh])
    await expect(service.mint(throws, { resourceId: 'a' })).rejects.toMatchObject({
      code: 'ERR_RESOURCE_ID',
      cause: expect.any(Error),
    })
    await expect(service.mint(yesIsh, { resourceId: 'a' })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
    expect(await records()).toEqual([])
  })

  it('A4 gives the id, the token and the expiry', async () => {
    const { service } = bench()
    const minted = await service.mint(flow, { resourceId: 'f-17', ttl: '10m' })
    expect(minted.expiresAt).toEqual(new Date(START + 600_000))
    expect(minted.id).toMatch(/^[A-Za-z0-9]{16}$/)
    expect(minted.token).toContain(minted.id)
  })

  it('F10 shows the text in .token and nowhere else', async () => {
    const { service } = bench()
    const minted = await service.mint(flow, { resourceId: 'f-17' })
    const secret = minted.token.slice(19, 51)
    const shown = [
      inspect(minted),
      inspect(minted, { showHidden: true, customInspect: false, depth: 9 }),
      JSON.stringify(minted),
      String(minted),
      JSON.stringify({ ...minted }),
      JSON.stringify(Object.assign({}, minted)),
      JSON.stringify(Object.getOwnPropertyDescriptors(minted)),
      inspect(structuredClone({ ...minted })),
    ]
    for (const text of shown) expect(text).not.toContain(secret)
  })

  it('A3 refuses ids and params whose own request would be too long to be opened', async () => {
    const deep = defineScope({
      name: 'deep',
      routes: ['GET /t/:tenant/x/:id'],
      resource: 'id',
      resourceId: () => true,
      maxTtl: '1h',
    })
    const { service } = bench([deep])
    const long = '\u65e5'.repeat(512)
    await expect(service.mint(deep, { resourceId: long, params: { tenant: long } })).rejects.toMatchObject({
      code: 'ERR_PARAMS',
      message: 'the scope "deep" needs ids and params with which "/t/:tenant/x/:id" stays within 8192 bytes',
    })
    const { token } = await service.mint(deep, { resourceId: long, params: { tenant: 'a' } })
    const target = `/t/a/x/${encodeURIComponent(long)}`
    expect((await service.validate(token, { method: 'GET', target })).ok).toBe(true)
  })

  it('A3 mints what is as long as a request that is opened may be, and no byte more', async () => {
    const deep = defineScope({
      name: 'deep',
      routes: ['GET /:a/:b/:id'],
      resource: 'id',
      resourceId: () => true,
      maxTtl: '1h',
    })
    const { service } = bench([deep])
    // Three slashes, 3 and 9 bytes a character: 8,192 in all.
    const params = { a: '\u65e5'.repeat(512), b: '\u65e5'.repeat(397) }
    const { token } = await service.mint(deep, { resourceId: 'idaaaaaa', params })
    const path = [params.a, params.b, 'idaaaaaa'].map(encodeURIComponent).join('/')
    expect(path).toHaveLength(8191)
    expect((await service.validate(token, { method: 'GET', target: `/${path}` })).ok).toBe(true)
    await expect(service.mint(deep, { resourceId: 'idaaaaaaa', params })).rejects.toMatchObject({ code: 'ERR_PARAMS' })
  })

  it('limits the uses of a token that no route spends', async () => {
    const handed = defineScope({ name: 'handed', routes: 'none', maxTtl: '1h' })
    const { service } = bench([handed])
    expect(await service.get((await service.mint(handed, { uses: 3 })).id)).toMatchObject({ usesLeft: 3 })
  })

  it('keeps what it was told, and what the scope says', async () => {
    const { service } = bench(scopes)
    const { id } = await service.mint(command, {
      ...bound,
      resourceId: 'c',
      subject: 'task-1',
      name: 'run',
      roles: ['ops'],
      metadata: { a: [1, { b: null }] },
    })
    expect(await service.get(id)).toMatchObject({
      status: 'pending',
      uses: 1,
      usesLeft: 1,
      subject: 'task-1',
      name: 'run',
      createdBy: 'ann',
      roles: ['ops'],
      metadata: { a: [1, { b: null }] },
      bindings: { session: 's', sandbox: 'b' },
      fingerprint: 'f',
      grants: [{ scope: 'command', resourceId: 'c', params: {} }],
    })
  })

  it('keeps what the caller writes into its options afterwards out', async () => {
    const { service } = bench()
    const metadata = { list: [1] }
    const roles = ['a']
    const { id } = await service.mint(flow, { resourceId: 'f', metadata, roles })
    metadata.list.push(2)
    roles.push('b')
    expect(await service.get(id)).toMatchObject({ metadata: { list: [1] }, roles: ['a'] })
  })

  it('lives as long as the scope says where nothing is named, and at most as long as any further grant', async () => {
    const { service } = bench(scopes)
    expect((await service.mint(reports)).expiresAt).toEqual(new Date(START + 600_000))
    const both = await service.mint(tenants, {
      resourceId: 'x',
      params: { tenant: 'a' },
      grants: [{ scope: flow, resourceId: 'f' }],
    })
    expect(both.expiresAt).toEqual(new Date(START + 900_000))
    const tooLong = service.mint(tenants, {
      resourceId: 'x',
      params: { tenant: 'a' },
      ttl: '1h',
      grants: [{ scope: flow, resourceId: 'f' }],
    })
    await expect(tooLong).rejects.toMatchObject({ code: 'ERR_TTL_EXCEEDS_MAX' })
  })

  it('E9 mints nothing where the record cannot be kept', async () => {
    const { store } = bench()
    const failing = { ...store, insert: () => Promise.reject(new Error('disk full')) }
    const { service } = bench([flow], { store: failing })
    await expect(service.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({
      code: 'ERR_STORE',
      cause: expect.any(Error),
    })
  })

  it('G5 finds out by the attempt id that a record was kept, although the answer was lost', async () => {
    const { store } = bench()
    const lossy = {
      ...store,
      insert: async (...args: Parameters<typeof store.insert>) => {
        await store.insert(...args)
        throw new Error('cut')
      },
    }
    const { service } = bench([flow], { store: lossy })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect((await service.validate(token, { method: 'GET', target: '/api/flows/f-17' })).ok).toBe(true)
  })

  it('refuses a scope object that is not the registered one of its name', async () => {
    const other = defineScope({ name: 'flow', routes: ['GET /other/:flowId'], resource: 'flowId', maxTtl: '1h' })
    const { service } = bench([flow])
    await expect(service.mint(other, { resourceId: 'f' })).rejects.toMatchObject({ code: 'ERR_SCOPE_UNKNOWN' })
  })
})
