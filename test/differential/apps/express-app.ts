import express, { type Express, type Request, type RequestHandler, type Router } from 'express'
import type { Ledger } from '../ledger.js'
import { STATIC_SIBLING } from '../property.js'

/** Where the gates of an application stand. */
export interface ExpressGates {
  readonly atRoot: readonly RequestHandler[]
  readonly atRoute: readonly RequestHandler[]
}

/** The application of the study on Express: the routes of the scopes among adversarial neighbours. */
export function createExpressApp(ledger: Ledger, gates: ExpressGates): Express {
  const app = express().set('env', 'test').disable('x-powered-by')
  const { guarded, neighbour } = routesOf(ledger, gates)
  app.use(...gates.atRoot)
  app.get(STATIC_SIBLING, guarded(STATIC_SIBLING))
  app.get('/api/flows/:flowId', guarded('/api/flows/:flowId'))
  app.delete('/api/flows/:flowId', guarded('/api/flows/:flowId'))
  app.post('/api/flows/:flowId/start', guarded('/api/flows/:flowId/start'))
  app.get('/api/:kind/:id', neighbour('/api/:kind/:id'))
  app.get('/files/*path', neighbour('/files/*path'))
  app.use('/t/:tenant', holdParams, tenantRouter())
  app.use('/docs', docsRouter())
  app.use('/m', mountedApp())
  app.all('/{*all}', neighbour('/{*all}'))
  return app

  /** Does not see its parent's placeholders. */
  function tenantRouter(): Router {
    const router = express.Router()
    router.get('/flows/:flowId', guarded('/t/:tenant/flows/:flowId'))
    router.get('/:any', neighbour('/t/:tenant/:any'))
    router.all('/*rest', neighbour('/t/:tenant/*rest'))
    return router
  }

  /** Has other case and slash rules than the application. */
  function docsRouter(): Router {
    const router = express.Router({ caseSensitive: true, strict: true })
    router.get('/:flowId', guarded('/docs/:flowId'))
    router.get('/:flowId/raw', neighbour('/docs/:flowId/raw'))
    return router
  }

  function mountedApp(): Express {
    const mounted = express().set('env', 'test')
    mounted.get('/flows/:flowId', guarded('/m/flows/:flowId'))
    mounted.all('/*rest', neighbour('/m/*rest'))
    return mounted
  }
}

function routesOf(ledger: Ledger, { atRoute }: ExpressGates) {
  const dispatchTo = (request: Request, pattern: string) => ({
    route: `${request.method} ${pattern}`,
    params: { ...held.get(request), ...request.params },
  })
  const arrive =
    (pattern: string): RequestHandler =>
    (request, _response, next) => {
      ledger.of(request).dispatched.push(dispatchTo(request, pattern))
      next()
    }
  const run =
    (pattern: string): RequestHandler =>
    (request, response) => {
      ledger.of(request).ran.push({ ...dispatchTo(request, pattern), token: request.validatedToken })
      response.end('ran')
    }
  return {
    guarded: (pattern: string) => [arrive(pattern), ...atRoute, run(pattern)],
    neighbour: (pattern: string) => [arrive(pattern), run(pattern)],
  }
}

const held = new WeakMap<Request, Readonly<Record<string, unknown>>>()

/** Keeps what a mount bound, by a way of its own. */
const holdParams: RequestHandler = (request, _response, next) => {
  held.set(request, { ...request.params })
  next()
}
