import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PassAnswer } from '@hallpass/http'
import { headerPairs } from '../folded-name.js'
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

/** The lines of a response from the upstream that go on to the client. */
export function passedResponseLines({ rawHeaders }: IncomingMessage): readonly (readonly [string, string])[] {
  const pairs = headerPairs(rawHeaders)
  const nominated = new Set(pairs.flatMap(nominations))
  return pairs.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !nominated.has(name.toLowerCase()))
}

/** Writes the head of the upstream's response. What the gate starts a response with gives way to the upstream's word. */
export function copyHead(incoming: IncomingMessage, response: ServerResponse, { headers, vary }: PassAnswer): void {
  const lines = passedResponseLines(incoming)
  const said = new Set(lines.map(([name]) => name.toLowerCase()))
  response.statusCode = incoming.statusCode ?? 502
  response.statusMessage = phraseOf(incoming)
  response.sendDate = !said.has('date')
  for (const [name, value] of Object.entries(headers)) if (!said.has(name)) response.setHeader(name, value)
  for (const [name, value] of lines) response.appendHeader(name, value)
  if (vary !== '') response.appendHeader('Vary', vary)
}

/** Node writes no others, and says so only when the head goes out. */
function phraseOf({ statusMessage = '' }: IncomingMessage): string {
  return /^[\t -~\x80-\xff]*$/.test(statusMessage) ? statusMessage : ''
}
