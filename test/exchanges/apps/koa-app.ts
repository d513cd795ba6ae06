import { authenticate, guard } from '@hallpass/koa'
import bodyParser from '@koa/bodyparser'
import Router, { type RouterMiddleware } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import mount from 'koa-mount'
import { type AppSetup, type Framework, INNER, MOUNT, pathAt, type Route, type TestRequest } from './app-setup.js'

export const KOA: Framework = {
  name: 'Koa',
  build(setup) {
    const app = new Koa()
    app.use(onError(setup))
    for (const middleware of middlewares(setup)) app.use(middleware)
    for (const middleware of routesAt(setup)) app.use(middleware)
    return app.callback()
  },
}

function middlewares({ service, gate, options = {}, before, between }: AppSetup): readonly Middleware[] {
  const { params: _, ...shared } = options
  const tamper =
    (change = (_request: TestRequest) => {}): Middleware =>
    (ctx, next) => {
      change(ctx.req)
      return next()
    }
  const spend = gate === 'at-guard' ? 'at-guard' : 'before'
  const gates = gate === 'guard' ? [] : [authenticate(service, { ...shared, spend })]
  return [tamper(before), bodyParser({ enableTypes: ['form'] }), ...gates, tamper(between)]
}

function routesAt(setup: AppSetup): readonly Middleware[] {
  const router = new Router(setup.placement === 'router' ? { prefix: INNER } : {})
  addRoutes(router, setup)
  if (setup.placement === 'app') return [router.routes() as Middleware]
  if (setup.placement === 'mounted') return [mount(MOUNT, new Koa().use(router.routes() as Middleware))]
  return [new Router({ prefix: MOUNT }).use(router.routes()).routes() as Middleware]
}

function addRoutes(router: Router, setup: AppSetup): void {
  for (const route of setup.routes) {
    const methods = route.method === 'ALL' ? ['all'] : [route.method.toLowerCase()]
    for (const method of methods)
      router[method as 'get'](pathAt(setup.placement, route.path), ...guards(route, setup), handlerOf(route, setup))
  }
}

function guards({ scopes }: Route, { service, gate, options = {} }: AppSetup): RouterMiddleware[] {
  return scopes === undefined || gate === 'authenticate' ? [] : [guard(service, scopes, options)]
}

function handlerOf({ name, does }: Route, { saw }: AppSetup): RouterMiddleware {
  return async (ctx, next) => {
    const { validatedToken } = ctx.state
    const seen = { name, resourceId: validatedToken?.resourceId, session: (ctx.req as TestRequest).session }
    saw(seen)
    if (does === 'throws') throw new Error('the handler failed')
    if (does === 'goes on') return next()
    ctx.set('content-type', 'application/json')
    ctx.body = JSON.stringify(seen)
  }
}

function onError({ saw }: AppSetup): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      saw({ name: error instanceof Error ? `error: ${error.message}` : 'error' })
      ctx.status = (error as { status?: number }).status ?? 500
      ctx.body = ''
    }
  }
}
