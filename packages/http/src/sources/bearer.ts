import { onlyHeaderLine } from '../raw-headers.js'
import type { TokenSource } from './token-source.js'
import { readTokenText } from './token-text.js'

/** `Authorization: Bearer <token>`, the scheme in any case (RFC 6750 2.1). */
export function bearer(): TokenSource {
  return BEARER
}

const BEARER: TokenSource = Object.freeze({
  name: 'bearer',
  header: 'authorization',
  shared: true,
  ambient: 'never',
  inUrl: false,
  challenge: undefined,
  read({ rawHeaders }) {
    const line = onlyHeaderLine(rawHeaders, 'authorization')
    if (typeof line !== 'string') return line
    return SCHEME.test(line) ? readTokenText(line.slice('bearer'.length).replace(SPACES, '')) : undefined
  },
} satisfies TokenSource)

const SCHEME = /^bearer(?:[ \t]|$)/i
const SPACES = /^ +/
