import type { IncomingMessage } from 'node:http'
import { headerPairs } from '../folded-name.js'
import type { HeaderPair } from '../grant-headers.js'

/**
 * How long a request's body is, said once and anew: the gate's own parser decided it, and the upstream's has nothing else to
 * go by. `undefined` where that cannot be said: a coding other than chunked, chunks in HTTP/1.0 (RFC 9112 6.1), a length that
 * readers take for different numbers.
 */
export function framingOf(request: IncomingMessage): readonly HeaderPair[] | undefined {
  const { headers, method = '' } = request
  const coding = headers['transfer-encoding']
  if (coding !== undefined) return isChunked(request, coding) ? [['Transfer-Encoding', 'chunked']] : undefined
  const length = headers['content-length']
  if (length !== undefined) return LENGTH.test(length) ? [['Content-Length', length]] : undefined
  return BODILESS.has(method) ? [] : [['Content-Length', '0']]
}

/** No zeros before it, which some read as octal, and nothing beyond the whole numbers that every reader has. */
const LENGTH = /^(?:0|[1-9]\d{0,15})$/

/** Methods for which Node does not expect a body. For the others it says that there is none. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'])

function isChunked({ headers, httpVersion }: IncomingMessage, coding: string): boolean {
  return httpVersion === '1.1' && coding.toLowerCase() === 'chunked' && headers['content-length'] === undefined
}

/** Whether there is exactly one host, or none as HTTP/1.0 allows. */
export function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  return headerPairs(rawHeaders).filter(([name]) => name.toLowerCase() === 'host').length <= 1
}
