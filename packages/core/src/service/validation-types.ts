import type { Grant, JsonObject } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenStatus } from '../record/status.js'
import type { Scope } from '../scope/scope.js'

/** The answer to a presented token. */
export type Validation<S extends Scope = Scope> =
  | { readonly ok: true; readonly token: ValidatedToken<S> }
  | { readonly ok: false; readonly refusal: Refusal }

/** Why a token does not open a request. */
export interface Refusal {
  readonly reason: RefusalReason
  /** The token's public id; there only if the right secret was presented. */
  readonly id?: string
  /** When it is worth asking again, in milliseconds. */
  readonly retryAfterMs?: number
}

/** A token that opened a request. Read-only, without any secret. */
export interface ValidatedToken<S extends Scope = Scope> {
  readonly id: string
  /** The scope whose route matched: an included one, where that is so. */
  readonly scope: string
  /** The request's own resource id. */
  readonly resourceId: ResourceIdOf<S>
  /** The route that matched, such as `GET /api/flows/:flowId`; `undefined` for a direct request. */
  readonly route: string | undefined
  /** Whether taking the route uses the token up. */
  readonly spends: boolean
  /** What the path holds at the route's placeholders, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly subject: string | undefined
  readonly name: string | undefined
  readonly roles: readonly string[]
  readonly metadata: JsonObject
  readonly bindings: Readonly<Record<string, string>>
  readonly createdBy: string | undefined
  readonly expiresAt: Date
  /** Uses that are left after this one; `null` for unlimited. */
  readonly usesLeft: number | null
  /** What was minted. */
  readonly grants: readonly Grant[]
  readonly status: TokenStatus
}

type ResourceIdOf<S extends Scope> =
  S extends Scope<infer D> ? (D['resource'] extends string ? string : string | undefined) : string | undefined
