import { type Html, html } from '../html/html.js'
import type { RequestView } from '../request-view.js'
import type { TokenSource } from '../sources/token-source.js'
import type { SaidOfToken } from './wording.js'

/** The field that proves the nonce. */
export const PROOF_FIELD = 'confirm'

/** What the form sends, and where to. */
export interface FormFacts {
  /** The name of the field that carries the token. */
  readonly parameter: string
  readonly token: string
  readonly proof: string
  readonly action: string
}

/** What the page shows: what will happen, and the button. It gets no focus by itself, so that nobody presses it by Enter alone. */
export function confirmForm(
  { text, button, expiry }: SaidOfToken,
  { parameter, token, proof, action }: FormFacts,
): Html {
  return html`<p>${text}</p>
<form method="post" action="${action}" autocomplete="off">
<input type="hidden" name="${parameter}" value="${token}">
<input type="hidden" name="${PROOF_FIELD}" value="${proof}">
<p><button>${button}</button></p>
</form>
<p><small>${expiry}</small></p>`
}

/**
 * The address of the page without the token, relative to itself: it holds wherever a proxy has put the page, and can name
 * no other host.
 */
export function actionOf(request: RequestView, link: TokenSource): string {
  const mark = request.target.indexOf('?')
  const pairs = mark === -1 ? [] : request.target.slice(mark + 1).split('&')
  const holdsToken = (pair: string) => link.read({ ...request, target: `?${pair}` }, () => true) !== undefined
  return `?${pairs.filter((pair) => !holdsToken(pair)).join('&')}`
}
