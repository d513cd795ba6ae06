import type { ServerResponse } from 'node:http'
import type { RefuseAnswer } from '@hallpass/http'
import { dropRest, stillComes } from './rest-of-body.js'

/** Ends a response with an answer of the gate, and the connection with it where the request's body still comes. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: RefuseAnswer): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('content-length', Buffer.byteLength(body))
  if (stillComes(response.req)) endAfterRest(response, body)
  else response.end(body)
}

/** The answer goes out at once, its end later: Node closes the connection with it. */
function endAfterRest(response: ServerResponse, body: string): void {
  response.setHeader('connection', 'close')
  response.write(body)
  // The answer to a HEAD has nothing to write.
  response.flushHeaders()
  dropRest(response.req, () => response.end())
}
