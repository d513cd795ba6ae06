import type { RefusalReason } from '@hallpass/core'

/** Why a request is refused: a reason of the service, or of whoever reads the request. */
export type RefusedBecause = RefusalReason | 'ambiguous' | 'prefetch' | 'cross_site' | 'unavailable'

/** The problem codes that refusals carry in their bodies. */
export type ProblemCode = (typeof ANSWERS)[RefusedBecause]['code']

/** What a refusal looks like. */
export interface AnswerRow {
  readonly status: 400 | 401 | 403 | 409 | 503
  /** The `error` of the Bearer challenge (RFC 6750 3.1); `'none'` for a challenge without one, `undefined` for no challenge. */
  readonly challenge: 'none' | 'invalid_request' | 'invalid_token' | 'insufficient_scope' | undefined
  /** Whether the challenge names the scopes that would open it. */
  readonly namesScopes?: true
  /** Seconds of `Retry-After` where nobody knows better; `undefined` for no such header. */
  readonly retryAfter?: number
  /** What the answer tells of: the request alone, which everybody may hear; what was presented; or the token, which only who has its secret may hear. */
  readonly tells: 'the request' | 'what was presented' | 'the token'
  readonly code: string
  /** For people: one sentence. */
  readonly detail: string
}

/** The one table of answers: the code, `docs/http.md` and the tests read it. */
export const ANSWERS = {
  missing: {
    tells: 'the request',
    status: 401,
    challenge: 'none',
    code: 'token_missing',
    detail: 'A token is required, and none was presented.',
  },
  ambiguous: {
    tells: 'the request',
    status: 400,
    challenge: 'invalid_request',
    code: 'token_ambiguous',
    detail: 'More than one token was presented, or one that breaks the grammar.',
  },
  malformed: {
    tells: 'what was presented',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_invalid',
    detail: 'The token is not valid.',
  },
  unknown: {
    tells: 'what was presented',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_invalid',
    detail: 'The token is not valid.',
  },
  scope_unknown: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_invalid',
    detail: 'The token is not valid.',
  },
  disabled: {
    tells: 'what was presented',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_invalid',
    detail: 'The token is not valid.',
  },
  token_mismatch: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_invalid',
    detail: 'The token is not valid.',
  },
  expired: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_expired',
    detail: 'The token has expired.',
  },
  consumed: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_consumed',
    detail: 'The token was used up.',
  },
  revoked: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_revoked',
    detail: 'The token was revoked.',
  },
  fingerprint_mismatch: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_binding_mismatch',
    detail: 'The token is bound to another request or context.',
  },
  context_mismatch: {
    tells: 'the token',
    status: 401,
    challenge: 'invalid_token',
    code: 'token_binding_mismatch',
    detail: 'The token is bound to another request or context.',
  },
  route_not_allowed: {
    tells: 'the token',
    status: 403,
    challenge: 'insufficient_scope',
    namesScopes: true,
    code: 'route_not_allowed',
    detail: 'The token does not open this route.',
  },
  pending: {
    tells: 'the token',
    status: 403,
    challenge: 'insufficient_scope',
    retryAfter: 5,
    code: 'approval_pending',
    detail: 'The token waits for approval.',
  },
  denied: {
    tells: 'the token',
    status: 403,
    challenge: 'insufficient_scope',
    code: 'approval_denied',
    detail: 'The token was denied.',
  },
  prefetch: {
    tells: 'the token',
    status: 403,
    challenge: undefined,
    code: 'prefetch_refused',
    detail: 'Taking this route uses the token up, so it is not taken ahead of time.',
  },
  cross_site: {
    tells: 'what was presented',
    status: 403,
    challenge: undefined,
    code: 'cross_site_refused',
    detail: 'A request from another site cannot use a credential that the browser attached by itself.',
  },
  reserved: {
    tells: 'the token',
    status: 409,
    challenge: undefined,
    retryAfter: 1,
    code: 'token_reserved',
    detail: 'Another request is using the token.',
  },
  unavailable: {
    tells: 'the request',
    status: 503,
    challenge: undefined,
    retryAfter: 5,
    code: 'store_unavailable',
    detail: 'Tokens cannot be checked at the moment.',
  },
} as const satisfies Record<RefusedBecause, AnswerRow>
