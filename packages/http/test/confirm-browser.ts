import type { ConfirmAnswer } from '../src/confirm-page/confirm-answer.js'
import type { RequestView } from '../src/request-view.js'

/** What a browser sends; `undefined` for what it leaves out. */
type SentHeaders = Readonly<Record<string, string | undefined>>

/** A request as an adapter shows it, of a browser on this site unless told otherwise. */
export function view(
  method: string,
  target: string,
  { headers = {} as SentHeaders, body = undefined as unknown, unchanged = true } = {},
): RequestView {
  const named = { host: 'app.example', 'sec-fetch-mode': 'navigate', accept: 'text/html', ...headers }
  const rawHeaders = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
  return { request: {}, key: {}, method, target, unchanged, rawHeaders, body, params: undefined }
}

/** What a browser finds on the page: where its form goes, and what it sends. */
export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

/** Reads the one form of a page. */
export function formOf(answer: ConfirmAnswer): Form {
  const { body } = shownAs(answer, 'show')
  const action = /<form method="post" action="([^"]*)"/.exec(body)?.[1] ?? ''
  const inputs = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  return {
    action: plain(action),
    fields: Object.fromEntries(inputs.map(([, name, value]) => [name, plain(value ?? '')])),
  }
}

/** What a browser sends when the form's button is pressed on the page at `from`. */
export function press({ action, fields }: Form, from: string, headers: SentHeaders): RequestView {
  const { pathname, search } = new URL(action, new URL(from, 'https://app.example'))
  const type = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '99', origin: 'null' }
  return view('POST', pathname + search, {
    headers: { 'sec-fetch-site': 'same-origin', ...type, ...headers },
    body: fields,
  })
}

/** The cookie that an answer sets, as the browser sends it back. */
export function cookieOf(answer: ConfirmAnswer): string {
  return shownAs(answer, 'show').setCookie?.split(';')[0] ?? ''
}

/** The answer, which must be of this kind. */
export function shownAs<K extends ConfirmAnswer['kind']>(answer: ConfirmAnswer, kind: K) {
  if (answer.kind !== kind) throw new Error(`expected an answer of the kind ${kind}, got ${JSON.stringify(answer)}`)
  return answer as Extract<ConfirmAnswer, { readonly kind: K }>
}

function plain(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
}
