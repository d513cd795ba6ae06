import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { describe, expect, it, vi } from 'vitest'
import { createAuthentication, createGuard } from '../src/index.js'
import { passed, present, told } from './gates.js'
import { viewOf } from './requests.js'
import { createService, download, flow } from './services.js'

const atFlow = { target: '/flows/f-1', params: { flowId: 'f-1' } }
const atFile = { target: '/files/d-1', params: { fileId: 'd-1' } }

describe('guard', () => {
  it('refuses a request without a token, and takes a foreign bearer for malformed', async () => {
    const { service, store } = createService()
    const gate = createGuard(service, flow)
    expect(told(await gate(viewOf(atFlow)))).toBe('401 token_missing')
    expect(told(await present(gate, 'eyJhbGciOi', atFlow))).toBe('401 token_invalid')
    expect(store.reads).toBe(0)
  })

  it('accepts the scopes that it names, and no others', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    expect(passed(await present(createGuard(service, [flow, 'download']), token, atFlow)).scope).toBe('flow')
    const refused = await present(createGuard(service, download), token, atFlow)
    expect(told(refused)).toBe('403 route_not_allowed')
    expect(refused).toHaveProperty(
      ['headers', 'www-authenticate'],
      ['Bearer realm="hallpass", error="insufficient_scope", scope="download"'],
    )
  })

  it('F9 refuses where the router bound another id, or none, and spends nothing', async () => {
    const { service } = createService()
    const { token, id } = await service.mint(download, { resourceId: 'd-1' })
    const gate = createGuard(service, download)
    for (const params of [{ fileId: 'd-2' }, {}, { file: 'd-1' }])
      expect(told(await present(gate, token, { ...atFile, params }))).toBe('403 route_not_allowed')
    expect((await service.get(id))?.usesLeft).toBe(1)
  })

  it('maps names that the router has for placeholders', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createGuard(service, flow, { params: { flowId: 'id' } })
    expect(passed(await present(gate, token, { ...atFlow, params: { id: 'f-1' } })).resourceId).toBe('f-1')
    expect(told(await present(gate, token, { ...atFlow, params: { flowId: 'f-1' } }))).toBe('403 route_not_allowed')
  })

  it('F3 takes one use for a request that is asked twice, by a guard or by authenticate', async () => {
    const { service } = createService()
    for (const first of [createGuard(service, download), createAuthentication(service)]) {
      const { token } = await service.mint(download, { resourceId: 'd-1' })
      const key = {}
      expect(passed(await present(first, token, { ...atFile, key })).usesLeft).toBe(0)
      for (let times = 0; times < 3; times++)
        expect(passed(await present(createGuard(service, download), token, { ...atFile, key })).usesLeft).toBe(0)
      expect(told(await present(first, token, atFile))).toBe('401 token_consumed')
    }
  })

  it('F3 runs every check again the second time', async () => {
    const { service, clock } = createService()
    const { token } = await service.mint(download, { resourceId: 'd-1' })
    const request = { ...atFile, key: {} }
    passed(await present(createAuthentication(service), token, request))
    expect(told(await present(createGuard(service, flow), token, request))).toBe('403 route_not_allowed')
    expect(
      told(
        await present(createGuard(service, download), token, {
          ...request,
          target: '/files/d-2',
          params: { fileId: 'd-2' },
        }),
      ),
    ).toBe('401 token_consumed')
    clock.now += 3_600_000
    expect(told(await present(createGuard(service, download), token, request))).toBe('401 token_expired')
  })

  it('F3 does not carry a use over to another service, another token or another request', async () => {
    const { service } = createService()
    const gate = createGuard(service, download)
    const key = {}
    const [one, other] = await Promise.all(['d-1', 'd-1'].map((resourceId) => service.mint(download, { resourceId })))
    passed(await present(gate, one?.token ?? '', { ...atFile, key }))
    expect(passed(await present(gate, other?.token ?? '', { ...atFile, key })).usesLeft).toBe(0)
    expect(passed(await present(gate, other?.token ?? '', { ...atFile, key })).usesLeft).toBe(0)
    expect((await service.get(other?.id ?? ''))?.status).toBe('consumed')
  })

  it('F3 keeps the use that was taken, and not what spent nothing before it', async () => {
    const spending = defineScope({
      name: 'spending',
      routes: [{ method: 'GET', path: '/s', spends: true }],
      maxTtl: '1m',
      uses: 1,
    })
    const looking = defineScope({ name: 'looking', routes: ['GET /s'], maxTtl: '1m' })
    const service = createTokenService({ scopes: [spending, looking], store: memoryStore() })
    const { token } = await service.mint(spending, { grants: [{ scope: looking }] })
    const request = { target: '/s', params: {}, key: {} }
    expect(passed(await present(createGuard(service, looking), token, request)).spends).toBe(false)
    for (let times = 0; times < 2; times++)
      expect(passed(await present(createGuard(service, spending), token, request)).usesLeft).toBe(0)
  })

  it('hands context and fingerprint of the request to the service', async () => {
    const bound = defineScope({ name: 'bound', routes: ['GET /b'], bindings: ['ip'], fingerprint: true, maxTtl: '1m' })
    const service = createTokenService({ scopes: [bound], store: memoryStore() })
    const { token } = await service.mint(bound, { bindings: { ip: '::1' }, fingerprint: 'f' })
    const asked = (ip: string, fingerprint: string | undefined) =>
      present(createGuard(service, bound, { context: async () => ({ ip }), fingerprint: () => fingerprint }), token, {
        target: '/b',
        params: {},
      })
    expect(passed(await asked('::1', 'f')).bindings).toEqual({ ip: '::1' })
    expect(told(await asked('::2', 'f'))).toBe('401 token_binding_mismatch')
    expect(told(await asked('::1', 'g'))).toBe('401 token_binding_mismatch')
    expect(told(await asked('::1', undefined))).toBe('401 token_binding_mismatch')
  })

  it('hands the framework’s own request to option functions', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const context = vi.fn(() => ({}))
    const request = { name: 'req' }
    await present(createGuard(service, flow, { context }), token, { ...atFlow, request })
    expect(context).toHaveBeenCalledExactlyOnceWith(request)
  })
})

describe('what looks ahead', () => {
  const AHEAD = [
    ['Sec-Purpose', 'prefetch'],
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Purpose', 'Prefetch'],
    ['X-Purpose', 'preview'],
    ['X-Moz', 'prefetch'],
  ]

  it.each(AHEAD)('F5 is refused with %s: %s where the route spends, and spends nothing', async (name, value) => {
    const { service } = createService()
    const { token, id } = await service.mint(download, { resourceId: 'd-1' })
    const request = { ...atFile, rawHeaders: [name ?? '', value ?? ''] }
    for (const gate of [
      createGuard(service, download),
      createAuthentication(service),
      createAuthentication(service, { spend: 'at-guard' }),
    ])
      expect(told(await present(gate, token, request))).toBe('403 prefetch_refused')
    expect((await service.get(id))?.usesLeft).toBe(1)
  })

  it('F5 passes where the route spends nothing', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const request = { ...atFlow, rawHeaders: ['Sec-Purpose', 'prefetch'] }
    expect(passed(await present(createGuard(service, flow), token, request)).spends).toBe(false)
  })

  it('F5 hears why where the token opens nothing', async () => {
    const { service } = createService()
    const { token, id } = await service.mint(download, { resourceId: 'd-1' })
    await service.revoke(id, { by: 'ann' })
    const request = { ...atFile, rawHeaders: ['Sec-Purpose', 'prefetch'] }
    expect(told(await present(createGuard(service, download), token, request))).toBe('401 token_revoked')
  })

  it('F5 refuses HEAD where GET of the same path spends, since routers answer it with the same handler', async () => {
    const spending = defineScope({
      name: 'spending',
      routes: [{ method: 'GET', path: '/s/:id', spends: true }],
      resource: 'id',
      maxTtl: '1m',
      uses: 1,
    })
    const heads = defineScope({ name: 'heads', routes: ['HEAD /s/:id'], resource: 'id', maxTtl: '1m' })
    const service = createTokenService({ scopes: [spending, heads], store: memoryStore() })
    const { token, id } = await service.mint(spending, { resourceId: 'a', grants: [{ scope: heads, resourceId: 'a' }] })
    const request = { method: 'HEAD', target: '/s/a', params: { id: 'a' } }
    expect(told(await present(createGuard(service, [spending, heads]), token, request))).toBe('403 prefetch_refused')
    expect(told(await present(createAuthentication(service), token, request))).toBe('403 prefetch_refused')
    expect(passed(await present(createGuard(service, heads), token, request)).scope).toBe('heads')
    expect((await service.get(id))?.usesLeft).toBe(1)
  })
})
