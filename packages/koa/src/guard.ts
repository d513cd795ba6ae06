import { HallpassError, type TokenService } from '@hallpass/core'
import { createGuard, type GuardOptions, type GuardScopes, markGuard } from '@hallpass/http'
import type { Next } from 'koa'
import { viewOf } from './request-view.js'
import { type RouteContext, routeOf } from './route-context.js'
import { sendAnswer, startResponse } from './send-answer.js'
import { showToken } from './validated-token.js'

/**
 * Lets a request to a route through if a token of one of the scopes opens it, and takes the use if the route spends.
 * Stands at the route of a `@koa/router`, before its handler: `router.get(path, guard(service, scope), handler)`.
 *
 * A request without a token is refused, whatever its method. Put at `use` it has no route to hold the token against: it
 * then throws `ERR_OPTIONS` at the request and lets nothing through.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function guard(
  service: TokenService,
  scopes: GuardScopes,
  options: GuardOptions<RouteContext> = {},
): (ctx: RouteContext, next: Next) => Promise<void> {
  const decide = createGuard(service, scopes, options)
  async function hallpassGuard(ctx: RouteContext, next: Next): Promise<void> {
    const route = routeOf(ctx)
    if (!route) throw outsideOfRoute()
    const answer = await decide(viewOf(ctx, true))
    if (answer.kind === 'refuse') return sendAnswer(ctx, answer)
    if (answer.held?.settleBy(ctx.res) === false) return
    showToken(ctx, answer.token, route)
    startResponse(ctx, answer)
    await next()
  }
  markGuard(hallpassGuard, service, scopes, options.params)
  return hallpassGuard
}

function outsideOfRoute(): HallpassError {
  return new HallpassError(
    'ERR_OPTIONS',
    'guard must stand at a route of @koa/router, such as router.get(path, guard(…), handler), and not at use()',
  )
}
