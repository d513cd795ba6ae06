import type { TokenService } from '@hallpass/core'
import {
  createIntrospection,
  createRevocation,
  type IntrospectionOptions,
  type OAuthAnswer,
  type OAuthRequest,
  type RevocationOptions,
} from '@hallpass/http'
import type { Request, Response } from 'express'
import { viewOf } from './request-view.js'
import { sendAnswer } from './send-answer.js'

/** A handler that ends every request that it is handed. */
export type OAuthHandler = (req: Request, res: Response) => Promise<void>

/**
 * Introspection (RFC 7662): `app.post('/introspect', introspection(service, { caller }))`. Tells callers, whom the
 * application's own authentication names, whether a token is active now and what it is for; spends nothing. Needs no
 * parser of forms in front, and takes one.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too
 */
export function introspection(service: TokenService, options: IntrospectionOptions<Request>): OAuthHandler {
  return handlerOf(createIntrospection(service, options))
}

/**
 * Revocation (RFC 7009): `app.post('/revoke', revocation(service, { caller }))`. Closes a token, and all that were minted
 * within it, for a caller whose token it is. Needs no parser of forms in front, and takes one.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too
 */
export function revocation(service: TokenService, options: RevocationOptions<Request>): OAuthHandler {
  return handlerOf(createRevocation(service, options))
}

function handlerOf(decide: (request: OAuthRequest<Request>) => Promise<OAuthAnswer>): OAuthHandler {
  return async (req, res) => sendAnswer(res, await decide({ ...viewOf(req, false), incoming: req }))
}
