import type { IncomingMessage } from 'node:http'
import { foldedName, headerPairs } from '../folded-name.js'
import { GRANT_PREFIX, type HeaderPair } from '../grant-headers.js'
import { type Stripped, withoutCookies } from './strip-token.js'

/** Between two neighbours only (RFC 9110 7.6.1), and never passed on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'upgrade',
]

/** Say another target or another method than the request line; frameworks exist that believe each of them. */
export const OTHER_REQUEST_LINE = [
  'x-original-url',
  'x-original-uri',
  'x-original-method',
  'x-original-host',
  'x-rewrite-url',
  'x-override-url',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-forwarded-uri',
  'x-forwarded-path',
  'x-forwarded-prefix',
  'x-forwarded-method',
  'x-envoy-original-path',
  'x-middleware-subrequest',
]

/** The gate writes the first itself. A variable of the last name tells CGI programs which proxy to use. */
const NEVER = ['content-length', 'expect', 'proxy']

/** Say who the client is, as all of `X-Forwarded-*` do; only a trusted proxy is believed. */
export const CLIENT_HEADERS = [
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'client-ip',
  'true-client-ip',
]

const saysClient = (name: string) => name.startsWith('x-forwarded-') || CLIENT_HEADERS.includes(name)

const DROPPED: ReadonlySet<string> = new Set([...HOP_BY_HOP, ...OTHER_REQUEST_LINE, ...NEVER])

/** Without these a request would be another one: `Connection` cannot nominate them away. */
const KEPT: ReadonlySet<string> = new Set(['host', 'cookie', 'content-type', 'content-encoding', 'origin'])

/** What decides which lines of a client go on to the upstream. */
export interface HeaderChoice extends Stripped {
  /** Whether who connects is a proxy that is believed. */
  readonly trusted: boolean
}

/** The client's own lines that the upstream sees, in their order and spelling. Only behind chunks is a place for trailers. */
export function passedLines({ rawHeaders, headers }: IncomingMessage, choice: HeaderChoice): readonly HeaderPair[] {
  const pairs = headerPairs(rawHeaders)
  const nominated = new Set(pairs.flatMap(nominations).filter((name) => !KEPT.has(name)))
  return pairs.flatMap((pair) => {
    const name = foldedName(pair[0])
    if (DROPPED.has(name) || nominated.has(name) || choice.hidden.has(name) || name.startsWith(GRANT_PREFIX)) return []
    if (name === 'trailer' && headers['transfer-encoding'] === undefined) return []
    if (saysClient(name) && !(choice.trusted && name === pair[0].toLowerCase())) return []
    return name === 'cookie' ? cookieLine(pair, choice.cookies) : [pair]
  })
}

/** Whether a trailer may go on: none may say what a header must not. */
export function passesTrailer(name: string, { hidden }: Stripped): boolean {
  const folded = foldedName(name)
  const isOurs = DROPPED.has(folded) || hidden.has(folded) || folded.startsWith(GRANT_PREFIX)
  return !isOurs && !saysClient(folded) && !['host', 'cookie', 'authorization'].includes(folded)
}

/** The names that a line of `Connection` nominates (RFC 9110 7.6.1). */
export function nominations([name, value]: HeaderPair): readonly string[] {
  return name.toLowerCase() === 'connection' ? value.split(',').map((token) => foldedName(token.trim())) : []
}

function cookieLine([name, value]: HeaderPair, cookies: ReadonlySet<string>): readonly HeaderPair[] {
  const left = cookies.size === 0 ? value : withoutCookies(value, cookies)
  return left === undefined ? [] : [[name, left]]
}

/** Who asked, in the words that the world has for it. A trusted proxy's words stay, and its address is added. */
export function forwardedLines(request: IncomingMessage, trusted: boolean): readonly HeaderPair[] {
  const { socket, headers } = request
  const before = trusted ? headers['x-forwarded-for'] : undefined
  const said = (name: string) => trusted && headers[name] !== undefined
  const peer = socket.remoteAddress
  return [
    ...(peer === undefined ? [] : [['X-Forwarded-For', [before ?? [], peer].flat().join(', ')] as const]),
    ...(said('x-forwarded-proto') ? [] : [['X-Forwarded-Proto', 'http'] as const]),
    ...(said('x-forwarded-host') || headers.host === undefined ? [] : [['X-Forwarded-Host', headers.host] as const]),
  ]
}
