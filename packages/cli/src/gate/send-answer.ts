import type { ServerResponse } from 'node:http'
import type { RefuseAnswer } from '@hallpass/http'

/** Ends a response with an answer of the gate. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: RefuseAnswer): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}
