import type { TokenService } from '@hallpass/core'
import { type AuthenticateOptions, createAuthentication } from '@hallpass/http'
import type { Next } from 'koa'
import { viewOf } from './request-view.js'
import type { RouteContext } from './route-context.js'
import { sendAnswer, startResponse } from './send-answer.js'
import { showToken } from './validated-token.js'

/**
 * Checks a token, if one is presented, for the method and target of the request, before the routes. A token that fails is
 * refused and never falls through to other authentication; a request without one goes on.
 *
 * It decides for the whole application and cannot see which route will take the request: guard the routes as well.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function authenticate(
  service: TokenService,
  options: AuthenticateOptions<RouteContext> = {},
): (ctx: RouteContext, next: Next) => Promise<void> {
  const decide = createAuthentication(service, options)
  return async function hallpassAuthenticate(ctx, next) {
    const answer = await decide(viewOf(ctx, false))
    if (answer.kind === 'refuse') return sendAnswer(ctx, answer)
    if (answer.kind === 'pass') {
      showToken(ctx, answer.token, undefined)
      startResponse(ctx, answer)
    }
    await next()
  }
}
