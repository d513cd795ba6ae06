import { ANY_RESOURCE, createTokenService, defineScope, memoryStore, type ValidatedToken } from '@hallpass/core'

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <_T extends true>() => undefined

// A definition that is right keeps its own types.
const flow = defineScope({
  name: 'flow',
  routes: ['GET /f/:id', { method: 'POST', path: '/f/:id/start' }],
  resource: 'id',
  maxTtl: '15m',
})
yes<Equals<typeof flow.name, 'flow'>>()

// What is wrong is a type error at the route.
// @ts-expect-error the path "/g" lacks the placeholder ":id"
defineScope({ name: 'a', routes: ['GET /f/:id', 'GET /g'], resource: 'id', maxTtl: '1m' })
// @ts-expect-error the path "/g/:other" lacks the placeholder ":id"
defineScope({ name: 'a', routes: [{ method: 'GET', path: '/g/:other' }], resource: 'id', maxTtl: '1m' })
// @ts-expect-error the path does not start with "/"
defineScope({ name: 'a', routes: ['GET f/:id'], resource: 'id', maxTtl: '1m' })
// @ts-expect-error a route is "METHOD /path"
defineScope({ name: 'a', routes: ['/f/:id'], resource: 'id', maxTtl: '1m' })
// @ts-expect-error a wildcard
defineScope({ name: 'a', routes: ['GET /f/*rest'], maxTtl: '1m' })
// @ts-expect-error a group
defineScope({ name: 'a', routes: ['GET /f{/x}'], maxTtl: '1m' })
// @ts-expect-error "spend" is not a member of a route
defineScope({ name: 'a', routes: [{ method: 'GET', path: '/f', spend: true }], maxTtl: '1m' })
// @ts-expect-error the free placeholder ":page" is in no route
defineScope({ name: 'a', routes: ['GET /f/:id'], resource: 'id', free: ['page'], maxTtl: '1m' })
// @ts-expect-error maxTtl is required
defineScope({ name: 'a', routes: ['GET /f'] })
// @ts-expect-error a duration has a unit
defineScope({ name: 'a', routes: ['GET /f'], maxTtl: '15 minutes' })

const service = createTokenService({ scopes: [flow], store: memoryStore() })
const report = defineScope({ name: 'report', routes: ['GET /report'], maxTtl: '1m' })
const tenant = defineScope({
  name: 'tenant',
  routes: ['GET /t/:tenant/p/:page/x/:id'],
  resource: 'id',
  free: ['page'],
  anyResource: true,
  maxTtl: '1m',
})
const asked = defineScope({ name: 'asked', routes: 'none', approval: 'required', maxTtl: '1m' })

// Mint options follow the scope.
service.mint(flow, { resourceId: 'f' })
service.mint(report)
service.mint(tenant, { resourceId: ANY_RESOURCE, params: { tenant: 'a' } })
service.mint(asked, { createdBy: 'ann' })
service.mint('flow', { resourceId: 'f' })
// @ts-expect-error the scope has a resource
service.mint(flow)
// @ts-expect-error the scope has a resource
service.mint(flow, { ttl: '1m' })
// @ts-expect-error any resource is not allowed by the scope
service.mint(flow, { resourceId: ANY_RESOURCE })
// @ts-expect-error the tenant is fixed at mint
service.mint(tenant, { resourceId: 'x' })
// @ts-expect-error the page is free, and fixed by nobody
service.mint(tenant, { resourceId: 'x', params: { tenant: 'a', page: '1' } })
// @ts-expect-error whoever asks must be named
service.mint(asked)

// What comes back follows the scope that was asked for.
const direct = await service.validate('t', { scope: flow, resourceId: 'f' })
if (direct.ok) yes<Equals<typeof direct.token.resourceId, string>>()
const http = await service.validate('t', { method: 'GET', target: '/', scopes: [report] })
if (http.ok) yes<Equals<typeof http.token.resourceId, string | undefined>>()
const open = await service.validate('t', { method: 'GET', target: '/' })
if (open.ok) yes<Equals<typeof open.token, ValidatedToken>>()
// @ts-expect-error a refusal has no token
open.token
