import { HallpassError, shown } from '@hallpass/core'
import { onlyHeaderLine } from '../raw-headers.js'
import type { TokenSource } from './token-source.js'
import { readTokenText } from './token-text.js'

/**
 * A header of its own, which holds nothing but the token. The name in any case.
 * @throws HallpassError `ERR_OPTIONS` for what is not a header's name, and for headers that mean something else
 */
export function header(name: string): TokenSource {
  if (typeof name !== 'string' || !HEADER_NAME.test(name))
    throw new HallpassError(
      'ERR_OPTIONS',
      `header() takes a header name such as "x-hallpass-token", got ${shown(name)}`,
    )
  const lowerCase = name.toLowerCase()
  const instead = OTHERS.get(lowerCase)
  if (instead)
    throw new HallpassError('ERR_OPTIONS', `the header ${shown(name)} is read by ${instead}, not by header()`)
  return Object.freeze({
    name: `header ${lowerCase}`,
    header: lowerCase,
    shared: false,
    ambient: 'never',
    inUrl: false,
    challenge: undefined,
    read({ rawHeaders }) {
      const line = onlyHeaderLine(rawHeaders, lowerCase)
      return typeof line === 'string' ? readTokenText(line) : line
    },
  } satisfies TokenSource)
}

/** A `token` of RFC 9110 5.6.2. */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,64}$/

const OTHERS = new Map([
  ['authorization', 'bearer() and basic()'],
  ['cookie', 'cookie()'],
])
