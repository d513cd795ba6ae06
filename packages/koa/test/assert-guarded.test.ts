import { createTokenService, defineScope, type HallpassError, memoryStore } from '@hallpass/core'
import Router from '@koa/router'
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { type AssertGuardedOptions, assertGuarded, guard, type HasRoutes } from '../src/index.js'

const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/flows/:flowId', 'POST /api/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '15m',
})
const service = createTokenService({ scopes: [flow], store: memoryStore() })
const gate = guard(service, flow)
const handler = () => {}

const LOOK = '- GET /api/flows/:flowId of scope "flow" '
const START = '- POST /api/flows/:flowId/start of scope "flow" '

function findings(routers: HasRoutes | readonly HasRoutes[], options?: AssertGuardedOptions): readonly string[] {
  try {
    assertGuarded(routers, service, options)
    return []
  } catch (error) {
    expect(error).toMatchObject({ name: 'HallpassError', code: 'ERR_SCOPE_ROUTES' })
    return (error as HallpassError).message.split('\n').slice(1)
  }
}

const guarded = (router = new Router(), prefix = '/api') =>
  router.get(`${prefix}/flows/:flowId`, gate, handler).post(`${prefix}/flows/:flowId/start`, gate, handler)

const unguarded = (route: string, path: string) =>
  `${route}is served by "${path}", which has no guard for the scope before its handler`

describe('assertGuarded', () => {
  it('finds nothing in applications and routers whose routes are guarded', () => {
    const app = new Koa().use(handler).use(new Router().get('/other', handler).routes()).use(guarded().routes())
    expect(findings(app)).toEqual([])
    expect(findings(guarded())).toEqual([])
    expect(findings([new Router(), guarded()])).toEqual([])
  })

  it('finds what stands in routers inside of routers, and what their prefixes bind', () => {
    const inner = new Router().get('/', gate, handler).post('/start', handler, gate, handler)
    const outer = new Router({ prefix: '/api' }).use('/flows/:flowId', inner.routes())
    expect(findings(new Koa().use(outer.routes()))).toEqual([])
  })

  it('finds routes that are missing, not guarded, or guarded at use() only', () => {
    expect(findings(new Koa())).toEqual([`${LOOK}is served by no route`, `${START}is served by no route`])
    const router = new Router()
      .use(gate)
      .get('/api/flows/:flowId', handler)
      .post('/api/flows/:flowId/start', handler, gate)
    expect(findings(router)).toEqual([
      unguarded(LOOK, '/api/flows/:flowId'),
      unguarded(START, '/api/flows/:flowId/start'),
    ])
  })

  it('finds a route that binds the resource under another name', () => {
    const router = new Router().get('/api/flows/:id', gate, handler).post('/api/flows/:flowId/start', gate, handler)
    expect(findings(router)).toEqual([
      `${LOOK}is served by "/api/flows/:id", which binds no ":flowId": name it in the guard's params, or set mergeParams`,
    ])
    const mapped = new Router().get('/api/flows/:id', guard(service, flow, { params: { flowId: 'id' } }), handler)
    expect(findings(mapped.post('/api/flows/:flowId/start', gate, handler))).toEqual([])
  })

  it.each([
    ['/api/flows/export', `${LOOK}is shadowed by "/api/flows/export" at /api/flows/export`],
    ['/api/flows/EXPORT', `${LOOK}is shadowed by "/api/flows/EXPORT" at /api/flows/EXPORT`],
    ['/api/:kind/:id', unguarded(LOOK, '/api/:kind/:id')],
    ['/api/flows/*rest', unguarded(LOOK, '/api/flows/*rest')],
  ])('F9 finds the sibling %s before the route, and not behind it', (path, finding) => {
    expect(findings(guarded(new Router().get(path, handler)))).toEqual([finding])
    expect(findings(guarded().get(path, handler))).toEqual([])
  })

  it('F9 finds a sibling in an expression, and in another router', () => {
    expect(findings(guarded(new Router().get(/^\/api\/flows\/(import|export)$/, handler)))).toHaveLength(1)
    expect(findings([new Router({ prefix: '/api' }).get('/flows/new', handler), guarded()])).toEqual([
      `${LOOK}is shadowed by "/api/flows/new" at /api/flows/new`,
    ])
  })

  it('F9 looks at the one layer that an exclusive router runs', () => {
    const last = guarded(new Router({ exclusive: true }))
    expect(findings(last)).toEqual([])
    expect(findings(last.get('/api/flows/export', handler))).toEqual([
      `${LOOK}is shadowed by "/api/flows/export" at /api/flows/export`,
    ])
    expect(findings(last.get('/api/flows/:any', handler))).toEqual([unguarded(LOOK, '/api/flows/:any')])
    const specific = guarded(new Router({ exclusive: 'specificity' })).get('/api/:kind/:id', handler)
    expect(findings(specific)).toEqual([])
    expect(findings(specific.get('/api/flows/export', handler))).toHaveLength(1)
  })

  it('looks at what koa-mount mounts by its base path', () => {
    expect(findings(guarded(new Router(), ''), { basePath: '/api' })).toEqual([])
  })

  it('refuses a router that leaves out middleware under a prefix with placeholders, as before 15', () => {
    class OldRouter extends Router {
      override match(path: string, method: string) {
        const found = super.match(path, method)
        return { ...found, pathAndMethod: found.pathAndMethod.filter(({ methods }) => methods.length > 0) }
      }
    }
    expect(() => assertGuarded(guarded(new OldRouter()), service)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining('@koa/router 15 or later') }),
    )
  })

  it('refuses what is neither an application nor a router', () => {
    for (const given of [{}, undefined, [handler]] as readonly unknown[])
      expect(() => assertGuarded(given as Router, service)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS' }))
  })
})
