import type { OutcomeReason } from '../record/outcome.js'
import type { Grant, JsonObject, RecordedDecision } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenStatus } from '../record/status.js'
import type { Scope } from '../scope/scope.js'

/** What operators see of a token. */
export interface TokenSummary {
  /** The public id. */
  readonly id: string
  /** What it is now, by its record and the clock. */
  readonly status: TokenStatus
  /** A digest of all that is shown here and does not follow from the clock; to be handed back as `seen`. */
  readonly revision: string
  readonly createdAt: Date
  /** From this moment on it opens nothing. */
  readonly expiresAt: Date
  /** When its record changed last: minted, used, held or decided on. */
  readonly changedAt: Date
  /** When it was revoked, `undefined` where it was not; never moves. */
  readonly revokedAt: Date | undefined
  /** How many uses it was minted with; `null` for unlimited. */
  readonly uses: number | null
  /** Uses that are not spent, held ones among them; `null` for unlimited. */
  readonly usesLeft: number | null
  /** What it was minted for; the first is the scope of the mint. */
  readonly grants: readonly Grant[]
  /** Context that must be equal at use. */
  readonly bindings: Readonly<Record<string, string>>
  /** The digest of the one action that it opens. */
  readonly fingerprint: string | undefined
  /** Whom it stands for. */
  readonly subject: string | undefined
  /** A label for people. */
  readonly name: string | undefined
  /** Who asked for it. */
  readonly createdBy: string | undefined
  /** The id of the token within which it was minted. */
  readonly parent: string | undefined
  readonly roles: readonly string[]
  readonly metadata: JsonObject
  /** What operators did, in its order. */
  readonly decisions: readonly RecordedDecision[]
}

/** Which tokens: all that fit every member given. `scope` and `resourceId` hold for one and the same grant. */
export interface TokenFilter {
  /** Any grant is of this scope. */
  readonly scope?: Scope | string
  /** Any grant is for this resource; one for any resource is for none in particular. */
  readonly resourceId?: string
  /** Whom the token stands for. */
  readonly subject?: string
  /** Who asked for it. */
  readonly createdBy?: string
  /** The id of the token within which it was minted. */
  readonly parent?: string
  /** What it is at the moment of the look. */
  readonly state?: TokenStatus
}

/** Who decides, from the application's own authentication, and why. */
export interface Decision {
  /** Who: kept on the record, and told in the event. */
  readonly by: string
  /** Why: kept on the record. */
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

/** Every check in its order. The first that failed is the answer. */
export interface Explanation {
  /** The token's public id; `undefined` where no record was found, or the secret was wrong. */
  readonly id: string | undefined
  /** Whether every check passed. */
  readonly ok: boolean
  /** The check that failed; `undefined` where every one passed. */
  readonly reason: RefusalReason | undefined
  /** The route that fits, such as `GET /api/flows/:flowId`; `undefined` where none does, and for a direct request. */
  readonly route: string | undefined
  readonly checks: readonly ExplainedCheck[]
}

/** One of the checks. */
export interface ExplainedCheck {
  /** The reason with which it refuses. */
  readonly check: RefusalReason
  /** How it went; `'not_reached'` behind the one that failed. */
  readonly verdict: 'passed' | 'failed' | 'not_reached'
}
