import { authenticate, guard } from '@hallpass/express'
import express, { type ErrorRequestHandler, type IRouter, type RequestHandler } from 'express'
import { type AppSetup, type Framework, INNER, MOUNT, pathAt, type Route, type TestRequest } from './app-setup.js'

export const EXPRESS: Framework = {
  name: 'Express',
  build(setup) {
    const app = express().disable('x-powered-by')
    app.use(...middlewares(setup))
    addRoutes(routerAt(app, setup), setup)
    app.use(onError(setup))
    return app
  },
}

function middlewares({ service, gate, options = {}, before, between }: AppSetup): readonly RequestHandler[] {
  const { params: _, ...shared } = options
  const tamper =
    (change = (_request: TestRequest) => {}): RequestHandler =>
    (req, _res, next) => {
      change(req)
      next()
    }
  const spend = gate === 'at-guard' ? 'at-guard' : 'before'
  const gates = gate === 'guard' ? [] : [authenticate(service, { ...shared, spend })]
  return [tamper(before), express.urlencoded({ extended: true }), ...gates, tamper(between)]
}

function routerAt(app: express.Express, { placement }: AppSetup): IRouter {
  if (placement === 'app') return app
  const inner = placement === 'mounted' ? express() : express.Router()
  if (placement === 'mounted') app.use(MOUNT, inner)
  else app.use(MOUNT, express.Router().use(INNER, inner))
  return inner
}

function addRoutes(router: IRouter, setup: AppSetup): void {
  for (const route of setup.routes) {
    const method = route.method.toLowerCase() as 'get'
    router[method](pathAt(setup.placement, route.path), ...guards(route, setup), handlerOf(route, setup))
  }
}

function guards({ scopes }: Route, { service, gate, options = {} }: AppSetup): RequestHandler[] {
  return scopes === undefined || gate === 'authenticate' ? [] : [guard(service, scopes, options)]
}

function handlerOf({ name, does }: Route, { saw }: AppSetup): RequestHandler {
  return (req, res, next) => {
    const seen = { name, resourceId: req.validatedToken?.resourceId, session: (req as TestRequest).session }
    saw(seen)
    if (does === 'throws') throw new Error('the handler failed')
    if (does === 'goes on') return next('route')
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(seen))
  }
}

function onError({ saw }: AppSetup): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    saw({ name: error instanceof Error ? `error: ${error.message}` : 'error' })
    res.statusCode = error.status ?? 500
    res.end()
  }
}
