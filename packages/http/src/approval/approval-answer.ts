import type { Readable } from 'node:stream'
import type { RefuseAnswer, ResponseHeaders, ShowAnswer } from '../answer.js'

/** The answer of an approval route. An adapter translates it and decides nothing. */
export type ApprovalAnswer = ShowAnswer | RefuseAnswer | StreamAnswer

/** A stream of server-sent events, which ends with the request: the adapter destroys it when the client leaves. */
export interface StreamAnswer {
  readonly kind: 'stream'
  readonly status: number
  readonly headers: ResponseHeaders
  readonly stream: Readable
}

/** Of every response: nobody keeps it, frames it, guesses its type, or reads it from another site. */
export const PRIVATE_HEADERS: ResponseHeaders = Object.freeze({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
})

/** An answer that is JSON. */
export function jsonAnswer(body: object): ShowAnswer {
  return textAnswer('application/json', JSON.stringify(body))
}

/** An answer of any type of text. */
export function textAnswer(type: string, body: string): ShowAnswer {
  return {
    kind: 'show',
    status: 200,
    headers: { ...PRIVATE_HEADERS, 'content-type': type },
    setCookie: undefined,
    body,
  }
}

/** Leads a browser on, with a GET. `location` is relative to the request. */
export function seeOther(location: string): ShowAnswer {
  const nothing = textAnswer('text/plain; charset=utf-8', '')
  return { ...nothing, status: 303, headers: { ...nothing.headers, location } }
}
