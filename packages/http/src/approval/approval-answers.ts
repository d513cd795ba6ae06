import type { OutcomeReason } from '@hallpass/core'
import { ANSWERS } from '../answers.js'

/** Why an approval route refuses: what the service says of a decision, or what is wrong with the request. */
export type ApprovalRefusal =
  | OutcomeReason
  | 'token_presented'
  | 'operator_required'
  | 'cross_site'
  | 'decision_invalid'
  | 'decision_too_large'
  | 'decision_type'
  | 'too_many_streams'
  | 'unavailable'

/** The problem codes of the approval routes. */
export type ApprovalCode = (typeof APPROVAL_ANSWERS)[ApprovalRefusal]['code']

/** What a refusal of the approval routes looks like. */
export interface ApprovalAnswerRow {
  readonly status: 400 | 403 | 404 | 409 | 410 | 413 | 415 | 503
  readonly code: string
  /** Seconds of `Retry-After`. */
  readonly retryAfter?: number
  /** The heading of the page. */
  readonly title: string
  /** For people: what happened, and what to do. */
  readonly detail: string
}

/** The one table of refusals at the approval routes: the code, `docs/approvals.md` and the tests read it. */
export const APPROVAL_ANSWERS = {
  not_found: {
    status: 404,
    code: 'not_found',
    title: 'There is no such request',
    detail: 'It never was, or its time has been over for a while.',
  },
  self_approval: {
    status: 403,
    code: 'self_approval',
    title: 'Somebody else has to decide',
    detail: 'Who asked for a token cannot approve it. Nothing was done.',
  },
  changed: {
    status: 409,
    code: 'changed',
    title: 'It changed in between',
    detail: 'It is not what you were shown any more. Nothing was done: look at it again.',
  },
  not_pending: {
    status: 409,
    code: 'not_pending',
    title: 'It was approved before',
    detail: 'It does not wait any more. Nothing was done: to take an approval back, revoke the token.',
  },
  already_consumed: {
    status: 409,
    code: 'already_consumed',
    title: 'It was used already',
    detail: 'It was approved, and used up. Nothing was done.',
  },
  already_denied: {
    status: 409,
    code: 'already_denied',
    title: 'It was denied already',
    detail: 'A denial is final. Nothing was done.',
  },
  already_revoked: {
    status: 409,
    code: 'already_revoked',
    title: 'It was revoked already',
    detail: 'A revocation is final. Nothing was done.',
  },
  expired: {
    status: 410,
    code: 'expired',
    title: 'Its time is over',
    detail: 'It expired before a decision was made. Nothing was done: whoever asked has to ask again.',
  },
  token_presented: {
    status: 403,
    code: 'token_presented',
    title: 'Not with a token',
    detail: 'A request that carries a token cannot decide about tokens. Sign in as an operator.',
  },
  operator_required: {
    status: 403,
    code: 'operator_required',
    title: 'For operators',
    detail: 'Nobody is signed in here who may decide. Sign in as an operator, and load the page again.',
  },
  cross_site: {
    status: 403,
    code: ANSWERS.cross_site.code,
    title: 'This came from another site',
    detail: 'Decisions are made on the page of this site. Nothing was done.',
  },
  decision_invalid: {
    status: 400,
    code: 'decision_invalid',
    title: 'This is no decision',
    detail:
      'It takes the revision of what was shown and, if you like, a note of up to 1000 characters. Nothing was done.',
  },
  decision_too_large: {
    status: 413,
    code: 'decision_too_large',
    title: 'This is too long',
    detail: 'A decision has 16 KiB at most. Nothing was done.',
  },
  decision_type: {
    status: 415,
    code: 'decision_type',
    title: 'This is no decision',
    detail: 'A decision is JSON or a form. Nothing was done.',
  },
  too_many_streams: {
    status: 503,
    code: 'too_many_streams',
    retryAfter: 15,
    title: 'Too many pages are open',
    detail: 'No more event streams can be opened at the moment.',
  },
  unavailable: {
    status: 503,
    code: ANSWERS.unavailable.code,
    retryAfter: ANSWERS.unavailable.retryAfter,
    title: 'This does not work at the moment',
    detail:
      'Requests cannot be looked up. Try again in a moment: whether a decision was kept shows when you look at it again.',
  },
} as const satisfies Record<ApprovalRefusal, ApprovalAnswerRow>
