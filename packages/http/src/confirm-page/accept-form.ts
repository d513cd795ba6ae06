import { HallpassError } from '@hallpass/core'
import { saysAnotherSite } from '../another-site.js'
import { PASS_ON, type PassOnAnswer, type RefuseAnswer } from '../answer.js'
import { bodyKind } from '../body-kind.js'
import { refusalPage } from '../html/refusal-page.js'
import { headerLines } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'
import { body } from '../sources/body.js'
import { PROOF_FIELD } from './confirm-form.js'
import type { ConfirmSettings } from './confirm-settings.js'
import { presentedNonce, proves } from './nonce.js'
import { NO_COOKIE } from './wording.js'

/**
 * Answers POST: whether it is the form that this browser was shown for this token. What the token opens is for the guard
 * behind to say.
 * @throws HallpassError `ERR_OPTIONS` where a form came that nobody parsed
 */
export function acceptForm<R>(settings: ConfirmSettings<R>, request: RequestView<R>): PassOnAnswer | RefuseAnswer {
  const { form, asking } = settings
  if (saysAnotherSite(request)) return asking.refuse(request, 'cross_site')
  refuseUnparsed(request)
  const nonce = presentedNonce(request)
  if (nonce === undefined) return withoutCookie(settings, request)
  const token = form.read(request, () => true)
  const proof = PROOF.read(request, () => true)
  const isOurs = typeof token === 'string' && proves(proof, nonce, token)
  return isOurs ? PASS_ON : asking.refuse(request, 'cross_site')
}

const PROOF = body(PROOF_FIELD)

/** The form came from our own page, so a person is helped by hearing what is amiss. It says nothing of the token. */
function withoutCookie<R>({ asking, wording }: ConfirmSettings<R>, request: RequestView<R>): RefuseAnswer {
  const refused = asking.refuse(request, 'cross_site')
  if (asking.settings.page) return refused
  const { cookies, lang } = wording
  const own = cookies ? { wording: cookies, lang } : { wording: NO_COOKIE }
  return { kind: 'refuse', ...refusalPage({ status: 403, code: 'cross_site_refused', ...own }) }
}

function refuseUnparsed(request: RequestView): void {
  if (request.body === undefined && bodyKind(request) === 'form' && hasBody(request))
    throw new HallpassError(
      'ERR_OPTIONS',
      'confirmPage stands behind a parser of forms, such as express.urlencoded(), got no parsed body',
    )
}

/** Whether there was something to parse (RFC 9112 6.3). */
function hasBody({ rawHeaders }: RequestView): boolean {
  const [length = '0'] = headerLines(rawHeaders, 'content-length')
  return length !== '0' || headerLines(rawHeaders, 'transfer-encoding').length > 0
}
