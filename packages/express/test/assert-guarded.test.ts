import { createTokenService, defineScope, type HallpassError, memoryStore } from '@hallpass/core'
import express, { type IRouter } from 'express'
import { describe, expect, it } from 'vitest'
import { type AssertGuardedOptions, assertGuarded, guard } from '../src/index.js'

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

function findings(
  routers: express.Express | IRouter | readonly IRouter[],
  options?: AssertGuardedOptions,
): readonly string[] {
  try {
    assertGuarded(routers, service, options)
    return []
  } catch (error) {
    expect(error).toMatchObject({ name: 'HallpassError', code: 'ERR_SCOPE_ROUTES' })
    return (error as HallpassError).message.split('\n').slice(1)
  }
}

const guarded = (router: IRouter, prefix = '/api') =>
  router.get(`${prefix}/flows/:flowId`, gate, handler).post(`${prefix}/flows/:flowId/start`, gate, handler)

describe('assertGuarded', () => {
  it('finds nothing in an application whose routes are guarded', () => {
    expect(findings(guarded(express().use(express.json())))).toEqual([])
    expect(findings(guarded(express.Router()))).toEqual([])
    expect(findings([express.Router(), guarded(express.Router())])).toEqual([])
  })

  it('finds what stands in routers that are mounted, and what their mounts bind', () => {
    const inner = express.Router({ mergeParams: true }).get('/', gate, handler).post('/start', [handler, gate], handler)
    expect(findings(express().use('/api', express.Router().use('/flows/:flowId', inner)))).toEqual([])
    const blind = express.Router().get('/', gate, handler).post('/start', gate, handler)
    expect(findings(express().use('/api/flows/:flowId', blind))).toEqual([
      `${LOOK}is served by "/", which binds no ":flowId": name it in the guard's params, or set mergeParams`,
      `${START}is served by "/start", which binds no ":flowId": name it in the guard's params, or set mergeParams`,
    ])
  })

  it('takes a guard at all() or route() for all methods, and one of another method for none', () => {
    const app = express()
    app.route('/api/flows/:flowId').all(gate).get(handler)
    app.route('/api/flows/:flowId/start').get(gate).post(handler)
    expect(findings(app)).toEqual([
      `${START}is served by "/api/flows/:flowId/start", which has no guard for the scope before its handler`,
    ])
  })

  it('finds routes that are missing, not guarded, or guarded at use() only', () => {
    expect(findings(express())).toEqual([`${LOOK}is served by no route`, `${START}is served by no route`])
    const app = express().use(gate).get('/api/flows/:flowId', handler).post('/api/flows/:flowId/start', handler, gate)
    expect(findings(app)).toHaveLength(2)
  })

  const unguarded = (path: string) =>
    `${LOOK}is served by "${path}", which has no guard for the scope before its handler`

  it.each([
    ['/api/flows/export', `${LOOK}is shadowed by "/api/flows/export" at /api/flows/export`],
    ['/api/flows/EXPORT', `${LOOK}is shadowed by "/api/flows/EXPORT" at /api/flows/EXPORT`],
    ['/api/flows/:other', unguarded('/api/flows/:other')],
    ['/api/flows/*rest', unguarded('/api/flows/*rest')],
    ['/api{/flows}/{:any}', unguarded('/api{/flows}/{:any}')],
  ])('F9 finds the sibling %s', (path, finding) => {
    expect(findings(guarded(express().get(path, handler)))).toEqual([finding])
  })

  it('F9 tells where the sibling is and which id it takes away', () => {
    const sibling = express.Router().get('/flows/export', handler)
    expect(findings(guarded(express().use('/api', sibling)))).toEqual([
      `${LOOK}is shadowed by "/flows/export" at /api/flows/export`,
    ])
    expect(findings(guarded(express()).use('/api', sibling))).toEqual([])
  })

  it('F9 finds siblings in lists of paths and in expressions', () => {
    expect(findings(guarded(express().get(['/a', '/api/flows/new'], handler)))).toHaveLength(1)
    expect(findings(guarded(express().get(/^\/api\/flows\/(import|export)$/, handler)))).toHaveLength(1)
  })

  it('looks at an application that is mounted in another by its base path', () => {
    const inner = guarded(express(), '')
    expect(findings(express().use('/api', inner))).toHaveLength(2)
    expect(findings(inner, { basePath: '/api' })).toEqual([])
  })

  it('looks at `router` before 2.3, whose layers keep what they matched', () => {
    const inner = express.Router({ mergeParams: true }).get('/', gate, handler).post('/start', gate, handler)
    expect(findings(asBefore(express.Router().use('/api/flows/:flowId', inner)))).toEqual([])
    const sibling = express.Router().get('/export', handler)
    expect(findings(asBefore(express.Router().use('/api/flows', sibling).use('/api/flows/:flowId', inner)))).toEqual([
      `${LOOK}is shadowed by "/export" at /api/flows/export`,
    ])
  })

  it('refuses what is neither an application nor a router', () => {
    const wrong = [{}, undefined, { router: {} }, () => {}] as readonly unknown[]
    for (const given of wrong)
      expect(() => assertGuarded(given as IRouter, service)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS' }))
  })
})

interface Layer {
  readonly handle: IRouter
  readonly route?: unknown
  match(path: string): false | { readonly path: string; readonly params: object }
}

/** The router, with layers as `router` 2.2 has them. */
function asBefore({ stack, mergeParams }: IRouter & { mergeParams?: boolean }): IRouter {
  const layers = (stack as unknown as readonly Layer[]).map(({ route, handle, match }, index) => ({
    route,
    handle: Array.isArray(handle.stack) ? asBefore(handle) : handle,
    match(this: object, path: string) {
      const found = match.call(stack[index] as unknown as Layer, path)
      Object.assign(this, { path: undefined, params: undefined }, found)
      return found !== false
    },
  }))
  return { stack: layers, mergeParams } as unknown as IRouter
}
