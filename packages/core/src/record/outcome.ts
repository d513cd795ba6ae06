import type { TokenRecord } from './record.js'
import { statusOf, type TokenStatus } from './status.js'

/** What an operator can do to a record. */
export type OperatorAction = 'approve' | 'deny' | 'revoke'

/** Why an operator's call changed nothing. */
export type OutcomeReason =
  | 'not_found'
  | 'not_pending'
  | 'already_consumed'
  | 'already_revoked'
  | 'already_denied'
  | 'expired'
  | 'self_approval'
  | 'changed'

/** `'change'`: the transition may go on. `'same'`: it was done before, which is as good. */
export type Verdict = 'change' | 'same' | OutcomeReason

/** What each action means for a token of each status. */
export const VERDICTS: Readonly<Record<OperatorAction, Readonly<Record<TokenStatus, Verdict>>>> = {
  approve: {
    pending: 'change',
    active: 'same',
    consumed: 'already_consumed',
    denied: 'already_denied',
    revoked: 'already_revoked',
    expired: 'expired',
  },
  deny: {
    pending: 'change',
    active: 'not_pending',
    consumed: 'already_consumed',
    denied: 'same',
    revoked: 'already_revoked',
    expired: 'expired',
  },
  revoke: {
    pending: 'change',
    active: 'change',
    consumed: 'already_consumed',
    denied: 'already_denied',
    revoked: 'same',
    expired: 'expired',
  },
}

export function verdictOn(action: OperatorAction, record: TokenRecord, now: number): Verdict {
  return VERDICTS[action][statusOf(record, now)]
}
