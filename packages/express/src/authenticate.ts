import type { TokenService } from '@hallpass/core'
import { type AuthenticateOptions, createAuthentication } from '@hallpass/http'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { viewOf } from './request-view.js'
import { sendAnswer, startResponse } from './send-answer.js'
import { showToken } from './validated-token.js'

/**
 * Checks a token, if one is presented, for the method and target of the request, before the routes. A token that fails is
 * refused and never falls through to other authentication; a request without one goes on.
 *
 * It decides for the whole application and cannot see which route will take the request: guard the routes as well.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function authenticate(service: TokenService, options: AuthenticateOptions<Request> = {}): RequestHandler {
  const decide = createAuthentication(service, options)
  return async function hallpassAuthenticate(req: Request, res: Response, next: NextFunction): Promise<void> {
    const answer = await decide(viewOf(req, false))
    if (answer.kind === 'refuse') return sendAnswer(res, answer)
    if (answer.kind === 'pass') {
      showToken(req, answer.token, undefined)
      startResponse(res, answer)
    }
    next()
  }
}
