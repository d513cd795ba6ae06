import { basic, bearer, cookie, header, query, type TokenSource } from '@hallpass/http'
import { wrong } from './option-checks.js'

/** A place of a request where the gate looks for a token, and from which it takes the token before anybody else sees it. */
export interface TokenPlace {
  readonly source: TokenSource
  readonly kind: 'header' | 'cookie' | 'query'
  /** Of the header, lower case; of the cookie or the parameter. */
  readonly name: string
}

/** Where a token is looked for unless `from` says otherwise. */
export const DEFAULT_PLACES: readonly string[] = ['bearer', 'header:x-hallpass-token']

/**
 * Reads places such as `bearer`, `basic`, `header:x-token`, `cookie:__Host-t`, `query:t`.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readPlaces(from: readonly string[] = DEFAULT_PLACES): readonly TokenPlace[] {
  if (!Array.isArray(from) || from.length === 0) throw wrong('from', EXPECTED, from)
  return from.map(readPlace)
}

const EXPECTED = 'a list of "bearer", "basic", "header:<name>", "cookie:<name>" and "query:<name>"'

/** `basic` is for git and other programs, which bear no mark of a browser. */
function readPlace(text: unknown): TokenPlace {
  if (text === 'bearer') return { source: bearer(), kind: 'header', name: 'authorization' }
  if (text === 'basic') return { source: basic({ programs: true }), kind: 'header', name: 'authorization' }
  const [, kind, name = ''] = typeof text === 'string' ? (NAMED.exec(text) ?? []) : []
  if (kind === 'header') return { source: header(name), kind, name: name.toLowerCase() }
  if (kind === 'cookie') return { source: cookie(name), kind, name }
  if (kind === 'query') return { source: query(name), kind, name }
  throw wrong('from', EXPECTED, text)
}

const NAMED = /^(header|cookie|query):(.+)$/
