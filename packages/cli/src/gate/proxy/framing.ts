import type { IncomingMessage } from 'node:http'
import { headerPairs } from '../folded-name.js'
import type { HeaderPair } from '../grant-headers.js'

/**
 * How long a request's body is, said once and anew: the gate's own parser decided it, and the upstream's has nothing else to
 * go by. `undefined` where that cannot be said: a coding other than chunked.
 */
export function framingOf(request: IncomingMessage): readonly HeaderPair[] | undefined {
  const { headers, method = '' } = request
  const coding = headers['transfer-encoding']
  if (coding !== undefined) return isChunked(request, coding) ? [['Transfer-Encoding', 'chunked']] : undefined
  const length = headers['content-length']
  if (length !== undefined) return DIGITS.test(length) ? [['Content-Length', length]] : undefined
  return BODILESS.has(method) ? [] : [['Content-Length', '0']]
}

const DIGITS = /^\d+$/

/** Methods for which Node does not expect a body. For the others it says that there is none. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'])

function isChunked({ headers }: IncomingMessage, coding: string): boolean {
  return coding.toLowerCase() === 'chunked' && headers['content-length'] === undefined
}

/** Whether there is exactly one host, or none as HTTP/1.0 allows. */
export function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  return headerPairs(rawHeaders).filter(([name]) => name.toLowerCase() === 'host').length <= 1
}
