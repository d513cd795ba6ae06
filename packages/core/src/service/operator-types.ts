import type { OutcomeReason } from '../record/outcome.js'
import type { Grant, JsonObject, RecordedDecision } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenStatus } from '../record/status.js'
import type { Scope } from '../scope/scope.js'

/** What operators see of a token. */
export interface TokenSummary {
  readonly id: string
  readonly status: TokenStatus
  /** A digest of all that is shown here and does not follow from the clock; to be handed back as `seen`. */
  readonly revision: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly changedAt: Date
  /** When it was revoked; never moves. */
  readonly revokedAt: Date | undefined
  readonly uses: number | null
  readonly usesLeft: number | null
  readonly grants: readonly Grant[]
  readonly bindings: Readonly<Record<string, string>>
  readonly fingerprint: string | undefined
  readonly subject: string | undefined
  readonly name: string | undefined
  readonly createdBy: string | undefined
  readonly parent: string | undefined
  readonly roles: readonly string[]
  readonly metadata: JsonObject
  readonly decisions: readonly RecordedDecision[]
}

/** Which tokens: all that fit every member given. `scope` and `resourceId` hold for one and the same grant. */
export interface TokenFilter {
  readonly scope?: Scope | string
  readonly resourceId?: string
  readonly subject?: string
  readonly createdBy?: string
  readonly parent?: string
  readonly state?: TokenStatus
}

/** Who decides, from the application's own authentication, and why. */
export interface Decision {
  readonly by: string
  readonly note?: string
  /** The `revision` of the summary that was shown: where the record differs by now, nothing is done. */
  readonly seen?: string
}

/** Whether an operator's call did what it says, or why not. What was done before is ok and changes nothing. */
export type Outcome =
  | { readonly ok: true; readonly changed: boolean }
  | { readonly ok: false; readonly reason: OutcomeReason }

/** How a sweep goes. */
export interface SweepOptions {
  /** How many records are forgotten in one step of the store. Default 1000. */
  readonly batch?: number
  /** Ends the sweep between two steps. */
  readonly signal?: AbortSignal
}

/** What is explained: a presented token, or a record by its public id. */
export type ExplainSubject = { readonly token: string } | { readonly id: string }

/** Every check in its order. The first that failed is the answer; `not_reached` are those behind it. */
export interface Explanation {
  readonly id: string | undefined
  readonly ok: boolean
  readonly reason: RefusalReason | undefined
  readonly route: string | undefined
  readonly checks: readonly ExplainedCheck[]
}

/** A check, named by the reason with which it refuses, and how it went. */
export interface ExplainedCheck {
  readonly check: RefusalReason
  readonly verdict: 'passed' | 'failed' | 'not_reached'
}
