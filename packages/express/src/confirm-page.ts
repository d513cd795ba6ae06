import type { TokenService } from '@hallpass/core'
import { type ConfirmPageOptions, createConfirmPage, type GuardScopes } from '@hallpass/http'
import type { NextFunction, Request, Response } from 'express'
import type { GuardHandler } from './guard.js'
import { viewOf } from './request-view.js'
import { sendAnswer } from './send-answer.js'

/**
 * Answers GET and HEAD of a link with a page that shows what will happen and spends nothing; its form posts to the same
 * path, and only such a POST goes on to the guard. Stands at the route, behind a parser of forms and before the guard:
 * `app.all(path, express.urlencoded(), confirmPage(service, scope, texts), guard(service, scope, { from: [body('t')] }), handler)`.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function confirmPage(
  service: TokenService,
  scopes: GuardScopes,
  options: ConfirmPageOptions<Request>,
): GuardHandler {
  const decide = createConfirmPage(service, scopes, options)
  async function hallpassConfirmPage(req: Request, res: Response, next: NextFunction): Promise<void> {
    const answer = await decide(viewOf(req, true))
    if (answer.kind === 'pass_on') return next()
    if (answer.kind === 'show' && answer.setCookie !== undefined) res.appendHeader('set-cookie', answer.setCookie)
    sendAnswer(res, answer)
  }
  return hallpassConfirmPage as GuardHandler
}
