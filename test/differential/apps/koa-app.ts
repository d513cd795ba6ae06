import type { ValidatedToken } from '@hallpass/core'
import Router, { type RouterMiddleware } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import mount from 'koa-mount'
import type { Ledger } from '../ledger.js'
import { STATIC_SIBLING } from '../property.js'

/** Where the gates of an application stand. */
export interface KoaGates {
  readonly atRoot: readonly Middleware[]
  readonly atRoute: readonly RouterMiddleware[]
}

/** The application of the study on Koa: the routes of the scopes among adversarial neighbours. */
export function createKoaApp(ledger: Ledger, gates: KoaGates): Koa {
  const { guarded, neighbour } = routesOf(ledger, gates)
  const app = silentKoa()
  for (const gate of gates.atRoot) app.use(gate)
  app.use(mount('/m', mountedApp()))
  app.use(docsRouter().routes())
  app.use(mainRouter().routes())
  return app

  function mainRouter(): Router {
    const router = new Router()
    router.get(STATIC_SIBLING, ...guarded(STATIC_SIBLING))
    router.get('/api/flows/:flowId', ...guarded('/api/flows/:flowId'))
    router.delete('/api/flows/:flowId', ...guarded('/api/flows/:flowId'))
    router.post('/api/flows/:flowId/start', ...guarded('/api/flows/:flowId/start'))
    router.get('/api/:kind/:id', ...neighbour('/api/:kind/:id'))
    router.get('/files/*path', ...neighbour('/files/*path'))
    router.use('/t/:tenant', tenantRouter().routes())
    router.all('/{*all}', ...neighbour('/{*all}'))
    return router
  }

  function tenantRouter(): Router {
    const router = new Router()
    router.get('/flows/:flowId', ...guarded('/t/:tenant/flows/:flowId'))
    router.get('/:any', ...neighbour('/t/:tenant/:any'))
    router.all('/*rest', ...neighbour('/t/:tenant/*rest'))
    return router
  }

  /** Has other case and slash rules than the application. */
  function docsRouter(): Router {
    const router = new Router({ prefix: '/docs', sensitive: true, strict: true })
    router.get('/:flowId', ...guarded('/docs/:flowId'))
    router.get('/:flowId/raw', ...neighbour('/docs/:flowId/raw'))
    return router
  }

  function mountedApp(): Koa {
    const router = new Router()
    router.get('/flows/:flowId', ...guarded('/m/flows/:flowId'))
    router.all('/*rest', ...neighbour('/m/*rest'))
    const app = silentKoa()
    app.use(router.routes())
    return app
  }
}

function silentKoa(): Koa {
  const app = new Koa()
  app.silent = true
  return app
}

function routesOf(ledger: Ledger, { atRoute }: KoaGates) {
  const dispatchTo = (context: Parameters<RouterMiddleware>[0], pattern: string) => ({
    route: `${context.method} ${pattern}`,
    params: { ...context.params },
  })
  const arrive =
    (pattern: string): RouterMiddleware =>
    (context, next) => {
      ledger.of(context.req).dispatched.push(dispatchTo(context, pattern))
      return next()
    }
  const run =
    (pattern: string): RouterMiddleware =>
    (context) => {
      ledger.of(context.req).ran.push({
        ...dispatchTo(context, pattern),
        token: context.state['validatedToken'] as ValidatedToken | undefined,
      })
      context.body = 'ran'
    }
  return {
    guarded: (pattern: string) => [arrive(pattern), ...atRoute, run(pattern)],
    neighbour: (pattern: string) => [arrive(pattern), run(pattern)],
  }
}
