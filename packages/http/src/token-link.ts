import { HallpassError, shown } from '@hallpass/core'
import { isTokenText } from './sources/token-text.js'

/**
 * The URL with the token in its fragment, as `t`, where `captureToken` finds it. Browsers send fragments to no server, so
 * the token is in no access log and no `Referer`. A redirect carries the fragment along: the page that the link leads to
 * must answer by itself.
 *
 * Everything else stays as it is: the query, and the other parts of the fragment (`#foo=bar` becomes `#foo=bar&t=…`). A `t`
 * that is there already is replaced, so that no link ever holds two tokens.
 * @param url http or https, or relative to a page of the same host
 * @throws HallpassError `ERR_OPTIONS` for any other URL, and for what is not a token's text
 */
export function tokenLink(url: string | URL, token: string): string {
  const [address, fragment] = splitAtFragment(readUrl(url))
  const kept = fragment === '' ? [] : fragment.split('&').filter((part) => !part.startsWith('t='))
  return `${address}#${[...kept, `t=${readToken(token)}`].join('&')}`
}

function splitAtFragment(url: string): readonly [address: string, fragment: string] {
  const mark = url.indexOf('#')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

function readUrl(url: unknown): string {
  const text = url instanceof URL ? url.href : url
  if (typeof text === 'string' && !UNSAFE.test(text) && (isAbsolute(text) || isRelative(text))) return text
  throw new HallpassError(
    'ERR_OPTIONS',
    `tokenLink takes an http or https URL, or one relative to its host, got ${shownUrl(text)}`,
  )
}

/** What browsers drop from a URL or take for a slash, so that it reads as another one. */
const UNSAFE = /[\s\p{Cc}\\]/u

const isAbsolute = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

/** Neither a scheme nor a host: a page of another host would be handed the token. */
const isRelative = (text: string) => !/^(?:\/\/|[a-z][a-z0-9+.-]*:)/i.test(text)

/** Without query and fragment: they may hold secrets. */
function shownUrl(url: unknown): string {
  return shown(typeof url === 'string' ? url.replace(/[?#].*/s, '…') : url)
}

/** What came is not shown: it is likely to be a secret, only not in the place for it. */
function readToken(token: unknown): string {
  if (typeof token === 'string' && isTokenText(token)) return token
  const came = typeof token === 'string' ? `a text of ${token.length} characters that is none` : shown(token)
  throw new HallpassError('ERR_OPTIONS', `tokenLink takes the text of a token, such as minted.token, got ${came}`)
}
