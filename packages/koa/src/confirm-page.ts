import type { TokenService } from '@hallpass/core'
import { type ConfirmPageOptions, createConfirmPage, type GuardScopes } from '@hallpass/http'
import type { Next } from 'koa'
import { viewOf } from './request-view.js'
import type { RouteContext } from './route-context.js'
import { sendAnswer } from './send-answer.js'

/**
 * Answers GET and HEAD of a link with a page that shows what will happen and spends nothing; its form posts to the same
 * path, and only such a POST goes on to the guard. Stands at the route, behind a parser of forms and before the guard:
 * `router.all(path, confirmPage(service, scope, texts), guard(service, scope, { from: [body('t')] }), handler)`.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function confirmPage(
  service: TokenService,
  scopes: GuardScopes,
  options: ConfirmPageOptions<RouteContext>,
): (ctx: RouteContext, next: Next) => Promise<void> {
  const decide = createConfirmPage(service, scopes, options)
  return async function hallpassConfirmPage(ctx, next) {
    const answer = await decide(viewOf(ctx, true))
    if (answer.kind === 'pass_on') return void (await next())
    if (answer.kind === 'show' && answer.setCookie !== undefined) ctx.append('set-cookie', answer.setCookie)
    sendAnswer(ctx, answer)
  }
}
