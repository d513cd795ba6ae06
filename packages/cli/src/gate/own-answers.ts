import { STATUS_CODES } from 'node:http'
import { ANSWERS, type RefuseAnswer } from '@hallpass/http'

/** Answers of the gate itself, where neither a token nor the upstream is to blame. */
export const OWN_ANSWERS = {
  not_trusted: { status: 403, detail: 'The gate does not know who asks.' },
  not_told: { status: 403, detail: 'The proxy does not say, once and exactly, which request it asks about.' },
  has_body: { status: 403, detail: 'A question to the gate has no body.' },
  bad_request: { status: 400, detail: 'The request has more than one host, or a body whose length is not plain.' },
  bad_version: { status: 505, detail: 'The request is neither of HTTP/1.0 nor of HTTP/1.1.' },
  bad_expectation: { status: 417, detail: 'The request expects something other than 100-continue.' },
  unavailable: { status: 503, detail: ANSWERS.unavailable.detail },
  upstream_unreachable: { status: 502, detail: 'The application behind the gate does not answer.' },
  upstream_timeout: { status: 504, detail: 'The application behind the gate does not answer in time.' },
  internal: { status: 500, detail: 'The gate failed.' },
} as const satisfies Record<string, { readonly status: number; readonly detail: string }>

/** The name of an answer of the gate itself. */
export type OwnAnswer = keyof typeof OWN_ANSWERS

/** The answer as a problem of RFC 9457. */
export function ownAnswer(name: OwnAnswer): RefuseAnswer {
  const { status, detail } = OWN_ANSWERS[name]
  const code = name === 'unavailable' ? ANSWERS.unavailable.code : name
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, code, detail }
  const retry = status === 503 ? { 'retry-after': String(ANSWERS.unavailable.retryAfter) } : {}
  return {
    kind: 'refuse',
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry },
    body: JSON.stringify(problem),
  }
}
