import type { PassAnswer, RefuseAnswer, ShowAnswer } from '@hallpass/http'
import type { Response } from 'express'

/** Starts the response to a request that a token opened. */
export function startResponse(res: Response, { headers, vary }: PassAnswer): void {
  setHeaders(res, headers)
  if (vary === '') return
  if (res.hasHeader('Vary')) res.vary(vary)
  else res.setHeader('Vary', vary)
}

/** Ends the response with what was decided. Express's own `send` would add an `ETag`. */
export function sendAnswer(res: Response, { status, headers, body }: RefuseAnswer | ShowAnswer): void {
  res.statusCode = status
  setHeaders(res, headers)
  res.setHeader('content-length', Buffer.byteLength(body))
  res.end(body)
}

function setHeaders(res: Response, headers: PassAnswer['headers']): void {
  for (const name in headers) res.setHeader(name, headers[name] as string | readonly string[])
}
