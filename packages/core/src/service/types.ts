import type { Duration } from '../duration.js'
import type { JsonObject, RecordedDecision } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenStatus } from '../record/status.js'
import type { PathPlaceholders } from '../scope/checked-scope.js'
import type { ScopeDefinition } from '../scope/definition.js'
import type { ScopeRegistry } from '../scope/registry.js'
import type { ANY_RESOURCE, Scope } from '../scope/scope.js'

/** Mints, checks and ends tokens. Made by {@link createTokenService}. */
export interface TokenService {
  readonly registry: ScopeRegistry
  /** Whether a text is one of this service's by its looks (prefix or issuer), as opposed to somebody else's credential. Says nothing about its validity. */
  owns(text: string): boolean
  /**
   * Makes a record and its token. The text is shown once and kept nowhere.
   * @throws HallpassError for what the scope does not allow; nothing is stored then
   */
  mint<S extends Scope>(scope: S, ...options: MintArguments<S>): Promise<MintedToken>
  mint(scope: string, options?: MintOptions): Promise<MintedToken>
  /** Decides whether a token opens a request, spending nothing. A bad token is an answer; a store that fails is thrown. */
  validate<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /** Validates and spends one use as one step, if the matched route spends. A direct request always spends. */
  consume<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /** What is known of a token, without any secret; `undefined` where there is no record. */
  get(id: string): Promise<TokenSummary | undefined>
  /** All tokens that fit, in the order of their ids: none is skipped or told twice while others change. */
  list(filter?: TokenFilter): AsyncIterable<TokenSummary>
  /** How many live tokens the scope has. */
  count(scope: Scope | string): Promise<number>
  /** Closes a token for good, and all that were minted within it. */
  revoke(id: string, decision: Decision): Promise<RevokeOutcome>
  /** Closes all tokens with a grant of this scope for this resource; answers how many. Tokens for any resource survive. */
  revokeByResource(scope: Scope | string, resourceId: string, decision?: Decision): Promise<number>
  /** Closes all tokens that fit; answers how many. An empty filter is an error, never everything. */
  revokeMatching(filter: TokenFilter, decision?: Decision): Promise<number>
  /** Forgets records whose time is long past, in bounded batches; answers how many. Never past now. */
  sweep(before?: Date): Promise<number>
  /** Each check and its verdict, for operators. Spends nothing. */
  explain(subject: ExplainSubject, request: TokenRequest): Promise<Explanation>
  /** Closes the store. */
  close(): Promise<void>
}

/** What `mint` takes, whatever the scope. {@link MintOptionsOf} is the form for one scope. */
export interface MintOptions {
  /** The resource; required where the scope's routes name one. */
  readonly resourceId?: string | typeof ANY_RESOURCE
  /** Values of the placeholders that are neither the resource nor free. */
  readonly params?: Readonly<Record<string, string>>
  /** The token's life. Default the scope's `ttl`. */
  readonly ttl?: Duration
  /** At most the scope's. */
  readonly uses?: number
  readonly bindings?: Readonly<Record<string, string>>
  readonly fingerprint?: string | Uint8Array
  /** Further grants: they add routes and nothing else. */
  readonly grants?: readonly FurtherGrant[]
  /** Hand on no more than this token has. */
  readonly within?: ValidatedToken
  /** Whom the token stands for. */
  readonly subject?: string
  /** A label for people. */
  readonly name?: string
  /** Who asked for it; required where the scope needs approval. */
  readonly createdBy?: string
  readonly roles?: readonly string[]
  /** Handed to the handler; no secrets. */
  readonly metadata?: JsonObject
}

export interface FurtherGrant {
  readonly scope: Scope | string
  readonly resourceId?: string | typeof ANY_RESOURCE
  readonly params?: Readonly<Record<string, string>>
}

/** Mint options typed by the scope: what it needs is required, what it has not is refused by the compiler. */
export type MintOptionsOf<S extends Scope> =
  S extends Scope<infer D>
    ? Omit<MintOptions, 'resourceId' | 'params' | 'createdBy'> & ResourceOption<D> & ParamsOption<D> & CreatedByOption<D>
    : MintOptions

/** The arguments after the scope: the options may be left out where none is required. */
export type MintArguments<S extends Scope> =
  Record<never, never> extends MintOptionsOf<S> ? [options?: MintOptionsOf<S>] : [options: MintOptionsOf<S>]

type ResourceOption<D extends ScopeDefinition> = D['resource'] extends string
  ? { readonly resourceId: string | AnyOption<D> }
  : { readonly resourceId?: string | AnyOption<D> }

type AnyOption<D extends ScopeDefinition> = D['anyResource'] extends true ? typeof ANY_RESOURCE : never

type ParamsOption<D extends ScopeDefinition> = [FixedPlaceholders<D>] extends [never]
  ? { readonly params?: Readonly<Record<string, string>> }
  : { readonly params: Readonly<Record<FixedPlaceholders<D>, string>> }

type FixedPlaceholders<D extends ScopeDefinition> = Exclude<
  PathPlaceholders<D>,
  D['resource'] | (D['free'] extends readonly (infer F)[] ? F : never)
>

type CreatedByOption<D extends ScopeDefinition> = D['approval'] extends 'required'
  ? { readonly createdBy: string }
  : { readonly createdBy?: string }

/** A new token. Its text is in `.token` and nowhere else: not in `inspect`, not in `JSON.stringify`, not in a copy. */
export interface MintedToken {
  readonly id: string
  readonly expiresAt: Date
  /** The text to hand to the bearer, once. */
  readonly token: string
}

/** What a token is presented for. */
export type TokenRequest = HttpRequest | DirectRequest

/** A request over HTTP. */
export interface HttpRequest {
  /** As it came over the wire, upper case. */
  readonly method: string
  /** The raw request target, as it came over the wire, with its query. */
  readonly target: string
  /** What the router bound, where it is known: the resource must be there and be equal, others must be equal where they are there. */
  readonly params?: Readonly<Record<string, string | undefined>>
  /** Only these scopes are accepted. Default any. */
  readonly scopes?: readonly (Scope | string)[]
  /** Values to compare with the token's bindings. */
  readonly context?: Readonly<Record<string, string | undefined>>
  readonly fingerprint?: string | Uint8Array
  /** What an earlier `consume` of this service gave out for this same request: every check runs again, and the use that it took is not taken twice. Anything else here is ignored. */
  readonly taken?: ValidatedToken
}

/** A question of code and not of a URL: has this token that scope, for that resource? */
export interface DirectRequest {
  readonly scope: Scope | string
  /** Left out, it matches no token that is bound to a resource. */
  readonly resourceId?: string
  readonly context?: Readonly<Record<string, string | undefined>>
  readonly fingerprint?: string | Uint8Array
}

/** The scope that a request names, for types. */
export type ScopeOf<R> = R extends { readonly scope: infer S extends Scope }
  ? S
  : R extends { readonly scopes: readonly (infer S extends Scope)[] }
    ? S
    : Scope

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
  readonly grants: readonly GrantSummary[]
  readonly status: TokenStatus
}

type ResourceIdOf<S extends Scope> =
  S extends Scope<infer D> ? (D['resource'] extends string ? string : string | undefined) : string | undefined

export interface GrantSummary {
  readonly scope: string
  /** `undefined` for none. */
  readonly resourceId: string | typeof ANY_RESOURCE | undefined
  readonly params: Readonly<Record<string, string>>
}

/** What operators see of a token. */
export interface TokenSummary {
  readonly id: string
  readonly status: TokenStatus
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly changedAt: Date
  /** When it was revoked; never moves. */
  readonly revokedAt: Date | undefined
  readonly uses: number | null
  readonly usesLeft: number | null
  readonly grants: readonly GrantSummary[]
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
}

export type RevokeOutcome =
  | { readonly ok: true; readonly changed: boolean }
  | { readonly ok: false; readonly reason: 'not_found' | 'already_consumed' | 'already_denied' | 'expired' }

export type ExplainSubject = { readonly token: string } | { readonly id: string }

/** Every check in its order. The first that failed is the answer; `not_reached` are those behind it. */
export interface Explanation {
  readonly id: string | undefined
  readonly ok: boolean
  readonly reason: RefusalReason | undefined
  readonly route: string | undefined
  readonly checks: readonly ExplainedCheck[]
}

export interface ExplainedCheck {
  readonly check: RefusalReason
  readonly verdict: 'passed' | 'failed' | 'not_reached'
}
