import type { TokenService } from '@hallpass/core'
import {
  createIntrospection,
  createRevocation,
  type IntrospectionOptions,
  type OAuthAnswer,
  type OAuthRequest,
  type RevocationOptions,
} from '@hallpass/http'
import { viewOf } from './request-view.js'
import type { RouteContext } from './route-context.js'
import { sendAnswer } from './send-answer.js'

/** A handler that ends every request that it is handed. */
export type OAuthHandler = (ctx: RouteContext) => Promise<void>

/**
 * Introspection (RFC 7662): `router.post('/introspect', introspection(service, { caller }))`. Tells callers, whom the
 * application's own authentication names, whether a token is active now and what it is for; spends nothing. Needs no
 * parser of forms in front, and takes one.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too
 */
export function introspection(service: TokenService, options: IntrospectionOptions<RouteContext>): OAuthHandler {
  return handlerOf(createIntrospection(service, options))
}

/**
 * Revocation (RFC 7009): `router.post('/revoke', revocation(service, { caller }))`. Closes a token, and all that were
 * minted within it, for a caller whose token it is. Needs no parser of forms in front, and takes one.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too
 */
export function revocation(service: TokenService, options: RevocationOptions<RouteContext>): OAuthHandler {
  return handlerOf(createRevocation(service, options))
}

function handlerOf(decide: (request: OAuthRequest<RouteContext>) => Promise<OAuthAnswer>): OAuthHandler {
  return async (ctx) => sendAnswer(ctx, await decide({ ...viewOf<RouteContext>(ctx, false), incoming: ctx.req }))
}
