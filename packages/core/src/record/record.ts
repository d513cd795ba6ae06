/**
 * What a store keeps of a token. Everything but {@link RecordChange} is as it was at mint and never changes.
 * All times are milliseconds since the epoch.
 *
 * The texts that records are found by have bounds, which a service keeps to. An id, of the record or of its parent, has 16
 * characters, the name of a scope at most 64, all of them ASCII. A subject, a creator and a resource id have at most 512
 * UTF-16 code units, which are 1,536 bytes of UTF-8; so have a name, each role, and each value of a grant's `params`.
 * Bindings, metadata and what operators say have no bound, and so a record has none.
 */
export interface TokenRecord extends RecordChange {
  /** The public id: 16 base62 characters, ordered by the time of minting. */
  readonly id: string
  /** The name of the token format that made the text. */
  readonly format: string
  /** The digest of the secret; the secret itself is nowhere. */
  readonly digest: string
  /** The name of the pepper that the digest was made under, if there was one. */
  readonly pepper?: string
  readonly createdAt: number
  /** From this moment on the token opens nothing. */
  readonly expiresAt: number
  /** From this moment on the record may be swept. */
  readonly forgetAt: number
  /** How many uses the token was minted with; `null` for unlimited. */
  readonly uses: number | null
  /** What the token was minted for; the first is the scope of the mint, the others are further ones. */
  readonly grants: readonly Grant[]
  /** Context that must be equal at use. Plain text, which operators see. */
  readonly bindings: Readonly<Record<string, string>>
  /** The digest of the one action that the token opens. */
  readonly fingerprint?: string
  readonly subject?: string
  readonly name?: string
  readonly createdBy?: string
  /** The id of the token within which this one was minted. */
  readonly parent?: string
  readonly roles: readonly string[]
  readonly metadata: JsonObject
}

/** The members of a record that a transition may change, together with the version. */
export interface RecordChange {
  /** 1 at mint, one more with each change. */
  readonly version: number
  /** Ids of the last few calls that changed the record, so that a call whose answer was lost can be found out. */
  readonly attempts: readonly string[]
  readonly state: 'pending' | 'active' | 'closed'
  /** Why it is closed; there exactly when `state` is `'closed'`. */
  readonly closedAs?: ClosedAs
  readonly changedAt: number
  /** Uses that are not spent, held ones among them; `null` for unlimited. */
  readonly usesLeft: number | null
  /** Uses that are reserved and neither committed nor released. */
  readonly holds: readonly Hold[]
  /** How many reserved uses came back since the last one was spent: released, or left behind by a lease that ran out. */
  readonly returned: number
  readonly decisions: readonly RecordedDecision[]
}

/** Why a record is closed for good. */
export type ClosedAs = 'consumed' | 'denied' | 'revoked'

/** A scope for one resource id, for any, or for none (`resourceId` null and `anyResource` false). */
export interface Grant {
  readonly scope: string
  readonly resourceId: string | null
  /** Whether the grant is for any resource; `resourceId` is null then. */
  readonly anyResource: boolean
  /** The values of placeholders that are neither the resource nor free. */
  readonly params: Readonly<Record<string, string>>
  /** 48-bit digests of every route and every included scope that the grant was minted for. */
  readonly routes: readonly string[]
}

/** A reserved use, until its lease runs out. */
export interface Hold {
  readonly id: string
  readonly until: number
}

/** What an operator did, kept on the record. */
export interface RecordedDecision {
  readonly what: 'approved' | 'denied' | 'revoked'
  readonly by: string
  readonly at: number
  readonly note?: string
}

/** A value of plain JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
/** An object of plain JSON. */
export interface JsonObject {
  readonly [name: string]: JsonValue
}
