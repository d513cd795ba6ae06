import { HallpassError, type TokenService } from '@hallpass/core'
import { createGuard, type GuardOptions, type GuardScopes, markGuard } from '@hallpass/http'
import type { NextFunction, Request, Response } from 'express'
import { viewOf } from './request-view.js'
import { sendAnswer, startResponse } from './send-answer.js'
import { showToken } from './validated-token.js'

/** A middleware that leaves the types of the route's own parameters, bodies and queries as they are. */
export type GuardHandler = <P, ResBody, ReqBody, ReqQuery, Locals extends Record<string, unknown>>(
  req: Request<P, ResBody, ReqBody, ReqQuery, Locals>,
  res: Response<ResBody, Locals>,
  next: NextFunction,
) => Promise<void>

/**
 * Lets a request to a route through if a token of one of the scopes opens it, and takes the use if the route spends.
 * Stands at the route, before its handler: `app.get(path, guard(service, scope), handler)`.
 *
 * A request without a token is refused, whatever its method. Put at `app.use` it has no route to hold the token
 * against: it then hands an `ERR_OPTIONS` to Express and lets nothing through.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function guard(service: TokenService, scopes: GuardScopes, options: GuardOptions<Request> = {}): GuardHandler {
  const decide = createGuard(service, scopes, options)
  async function hallpassGuard(req: Request, res: Response, next: NextFunction): Promise<void> {
    const route = routeOf(req)
    const answer = await decide(viewOf(req, true))
    if (answer.kind === 'refuse') return sendAnswer(res, answer)
    if (answer.held?.settleBy(res) === false) return
    showToken(req, answer.token, route)
    startResponse(res, answer)
    next()
  }
  markGuard(hallpassGuard, service, scopes, options.params)
  return hallpassGuard as GuardHandler
}

/** @throws HallpassError `ERR_OPTIONS` outside of a route */
function routeOf(req: Request): object {
  if (typeof req.route === 'object' && req.route !== null) return req.route
  throw new HallpassError(
    'ERR_OPTIONS',
    'guard must stand at a route, such as app.get(path, guard(…), handler), and not at use()',
  )
}
