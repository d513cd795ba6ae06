import type { RefuseAnswer, ResponseHeaders, ShowAnswer } from '../answer.js'

/** Why introspection or revocation refuses a request. What it says of a token is no refusal. */
export type OAuthRefusal = keyof typeof OAUTH_ANSWERS

/** What a refusal looks like: a status, and the error of RFC 6749 5.2 as JSON. */
export interface OAuthAnswerRow {
  readonly status: 400 | 401 | 405 | 503
  readonly error: 'invalid_request' | 'invalid_client' | 'unauthorized_client' | 'temporarily_unavailable'
  /** For developers: one sentence of ASCII without quotes and backslashes. */
  readonly description: string
  /** Headers of this refusal alone. */
  readonly headers?: ResponseHeaders
}

/** The one table of refusals at introspection and revocation: the code, `docs/oauth.md` and the tests read it. */
export const OAUTH_ANSWERS = {
  method: {
    status: 405,
    error: 'invalid_request',
    description: 'The method must be POST.',
    headers: { allow: 'POST' },
  },
  caller: { status: 401, error: 'invalid_client', description: 'The caller must be authenticated.' },
  form: {
    status: 400,
    error: 'invalid_request',
    description: 'The body must be a form of at most 16 KiB that has the field token once.',
  },
  not_its_own: { status: 400, error: 'unauthorized_client', description: 'The caller may not revoke this token.' },
  unavailable: {
    status: 503,
    error: 'temporarily_unavailable',
    description: 'Tokens cannot be looked up at the moment. Nothing is said of this one.',
    headers: { 'retry-after': '5' },
  },
} as const satisfies Record<string, OAuthAnswerRow>

/** A refusal; `challenge` is the `WWW-Authenticate` of a 401. */
export function refuseOAuth(because: OAuthRefusal, challenge: string): RefuseAnswer {
  const { status, error, description, headers = {} }: OAuthAnswerRow = OAUTH_ANSWERS[because]
  const challenges: ResponseHeaders = status === 401 ? { 'www-authenticate': challenge } : {}
  return {
    kind: 'refuse',
    status,
    headers: { ...JSON_HEADERS, ...challenges, ...headers },
    body: JSON.stringify({ error, error_description: description }),
  }
}

/** An answer that is JSON. */
export function oauthJson(body: object): ShowAnswer {
  return { kind: 'show', status: 200, headers: JSON_HEADERS, setCookie: undefined, body: JSON.stringify(body) }
}

/** The answer that says nothing more than that it was done (RFC 7009 2.2). */
export const DONE: ShowAnswer = Object.freeze({
  kind: 'show',
  status: 200,
  headers: Object.freeze({ 'cache-control': 'no-store', 'content-type': 'text/plain' }),
  setCookie: undefined,
  body: '',
})

const JSON_HEADERS: ResponseHeaders = Object.freeze({
  'cache-control': 'no-store',
  'content-type': 'application/json',
  'x-content-type-options': 'nosniff',
})
