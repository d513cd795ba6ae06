import type { RefuseAnswer, ShowAnswer } from '../answer.js'
import { ask } from '../gate.js'
import { renamed } from '../guard-params.js'
import { page } from '../html/page.js'
import { AMBIGUOUS } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'
import { actionOf, confirmForm } from './confirm-form.js'
import type { ConfirmSettings } from './confirm-settings.js'
import { nonceFor, proofOf } from './nonce.js'
import { wordingFor } from './wording.js'

/** Answers GET and HEAD: what a POST will do, or why it would be refused. Spends nothing. */
export async function showPage<R>(
  settings: ConfirmSettings<R>,
  request: RequestView<R>,
): Promise<ShowAnswer | RefuseAnswer> {
  const { asking, link, wording, parameter } = settings
  const token = link.read(request, () => true)
  if (token === undefined) return asking.refuse(request, 'missing')
  if (token === AMBIGUOUS) return asking.refuse(request, 'ambiguous')
  const asPost = { ...renamed(request, settings.params), method: 'POST' }
  const answer = await ask(asking, asPost, { kind: 'token', text: token, source: link })
  if (answer.kind === 'refuse') return answer
  const nonce = nonceFor(request, settings.random)
  const said = wordingFor(wording, answer.token)
  const form = { parameter, token, proof: proofOf(nonce.value, token), action: actionOf(request, link) }
  const shown = page(200, { title: said.title, content: confirmForm(said, form), lang: wording.lang })
  return { kind: 'show', setCookie: nonce.setCookie, ...shown }
}
