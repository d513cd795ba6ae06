import type { TokenService } from '@hallpass/core'
import { PASS_ON } from '../answer.js'
import type { GuardScopes } from '../guard-scopes.js'
import type { RequestView } from '../request-view.js'
import { acceptForm } from './accept-form.js'
import type { ConfirmAnswer } from './confirm-answer.js'
import { type ConfirmPageOptions, readConfirmSettings } from './confirm-settings.js'
import { showPage } from './show-page.js'

/**
 * The decision of `confirmPage`, which stands before the guard of a route that links in mails lead to, and behind a parser
 * of forms.
 *
 * GET and HEAD spend nothing: they validate the link's token for a POST to the same target, and show what that will do. A
 * POST goes on to the guard, which takes the use, only if it is the form that this browser was shown. Other methods go on.
 *
 * Browsers let the form of this page end on its own origin only: they stop a handler that redirects to another.
 *
 * A program that loads the page, keeps its cookie and presses its button, as people do, is not told from them.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`. The decision itself rejects only with `ERR_OPTIONS`, where a
 * form came that nobody parsed.
 */
export function createConfirmPage<R>(
  service: TokenService,
  accepted: GuardScopes,
  options: ConfirmPageOptions<R>,
): (request: RequestView<R>) => Promise<ConfirmAnswer> {
  const settings = readConfirmSettings(service, accepted, options)
  return async (request) => {
    if (request.method === 'POST') return acceptForm(settings, request)
    if (request.method !== 'GET' && request.method !== 'HEAD') return PASS_ON
    try {
      return await showPage(settings, request)
    } catch (error) {
      return settings.asking.refuse(request, 'unavailable', { error })
    }
  }
}
