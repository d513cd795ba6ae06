import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PassAnswer } from '@hallpass/http'
import { foldedName, headerPairs } from '../folded-name.js'
import type { HeaderPair } from '../grant-headers.js'
import { nominations } from './request-headers.js'

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'upgrade',
])

/** Whether it is one, and its last: Node's parser hands over any three digits, and its response takes none below 100. */
export function isResponse({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200
}

/** The lines of a response from the upstream that go on to a client that gets no chunks, and so no trailers. */
export function unchunkedLines(incoming: IncomingMessage): readonly HeaderPair[] {
  return passedLines(incoming).filter(([name]) => name.toLowerCase() !== 'trailer')
}

function passedLines({ rawHeaders }: IncomingMessage): readonly HeaderPair[] {
  const pairs = headerPairs(rawHeaders)
  const nominated = new Set(pairs.flatMap(nominations))
  return pairs.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !nominated.has(foldedName(name)))
}

/** Node announces no trailers where it writes no chunks (RFC 9112 7.1.2), and throws when the head goes out. */
function goesInChunks(
  { req: { httpVersion, method } }: ServerResponse,
  { headers, statusCode }: IncomingMessage,
): boolean {
  const hasBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304
  return httpVersion === '1.1' && hasBody && headers['content-length'] === undefined
}

/** Sends the head of the upstream's response. What the gate starts a response with gives way to the upstream's word. */
export function sendHead(incoming: IncomingMessage, response: ServerResponse, { headers, vary }: PassAnswer): void {
  const lines = goesInChunks(response, incoming) ? passedLines(incoming) : unchunkedLines(incoming)
  const said = new Set(lines.map(([name]) => name.toLowerCase()))
  response.statusCode = incoming.statusCode ?? 502
  response.statusMessage = phraseOf(incoming)
  response.sendDate = !said.has('date')
  for (const [name, value] of Object.entries(headers)) if (!said.has(name)) response.setHeader(name, value)
  for (const [name, value] of lines) response.appendHeader(name, value)
  if (vary !== '') response.appendHeader('Vary', vary)
  response.flushHeaders()
}

/** Node writes no others, and says so only when the head goes out. */
function phraseOf({ statusMessage = '' }: IncomingMessage): string {
  return /^[\t -~\x80-\xff]*$/.test(statusMessage) ? statusMessage : ''
}
