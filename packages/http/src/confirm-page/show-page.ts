import type { HttpRequest } from '@hallpass/core'
import type { RefuseAnswer } from '../answer.js'
import { withBasePath } from '../base-path.js'
import { page } from '../html/page.js'
import { AMBIGUOUS } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'
import type { ShowAnswer } from './confirm-answer.js'
import { actionOf, confirmForm } from './confirm-form.js'
import type { ConfirmSettings } from './confirm-settings.js'
import { nonceFor, proofOf } from './nonce.js'
import { wordingFor } from './wording.js'

/** Answers GET and HEAD: what a POST will do, or why it would be refused. Spends nothing. */
export async function showPage<R>(
  settings: ConfirmSettings<R>,
  request: RequestView<R>,
): Promise<ShowAnswer | RefuseAnswer> {
  const { service, link, refuse, wording, parameter } = settings
  const token = link.read(request, () => true)
  if (token === undefined) return refuse(request, 'missing')
  if (token === AMBIGUOUS) return refuse(request, 'ambiguous')
  const validation = await service.validate(token, await asPost(settings, request))
  if (!validation.ok) {
    const { reason, id, retryAfterMs } = validation.refusal
    return refuse(request, reason, { tokenId: id, retryAfterMs })
  }
  const nonce = nonceFor(request, settings.random)
  const said = wordingFor(wording, validation.token)
  const form = { parameter, token, proof: proofOf(nonce.value, token), action: actionOf(request, link) }
  const shown = page(200, { title: said.title, content: confirmForm(said, form), lang: wording.lang })
  return { kind: 'show', setCookie: nonce.setCookie, ...shown }
}

/** The question that the guard of the POST will ask. */
async function asPost<R>({ gate, scopes }: ConfirmSettings<R>, request: RequestView<R>): Promise<HttpRequest> {
  const context = await gate.context?.(request.request)
  const fingerprint = await gate.fingerprint?.(request.request)
  return {
    method: 'POST',
    target: request.unchanged ? withBasePath(gate.basePath, request.target) : '',
    scopes,
    ...(request.params && { params: request.params }),
    ...(context && { context }),
    ...(fingerprint !== undefined && { fingerprint }),
  }
}
