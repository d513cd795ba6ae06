import { AMBIGUOUS } from '../raw-headers.js'

/** The longest text that is looked at, in characters. Signed tokens are a kilobyte or two. */
export const MAX_TOKEN_LENGTH = 4096

/** `b64token` of RFC 6750 2.1, at a length that no attack gains from. */
export function isTokenText(text: string): boolean {
  return text.length <= MAX_TOKEN_LENGTH && B64TOKEN.test(text)
}

const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/

/** The text itself, or that it breaks the grammar. */
export function readTokenText(text: string): string | typeof AMBIGUOUS {
  return isTokenText(text) ? text : AMBIGUOUS
}
