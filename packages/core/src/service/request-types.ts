import type { Scope } from '../scope/scope.js'
import type { ValidatedToken } from './validation-types.js'

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
  /** Values to compare with the token's bindings. Default none. */
  readonly context?: Readonly<Record<string, string | undefined>>
  /** The digest of the action that is asked for, to compare with the token's; bytes count as their base64url. */
  readonly fingerprint?: string | Uint8Array
  /** What an earlier `consume` of this service gave out for this same request: every check runs again, and the use that it took is not taken twice. Anything else here is ignored. */
  readonly taken?: ValidatedToken
}

/** A question of code and not of a URL: has this token that scope, for that resource? */
export interface DirectRequest {
  /** The scope of a grant, or one that it includes. */
  readonly scope: Scope | string
  /** Left out, it matches no token that is bound to a resource. */
  readonly resourceId?: string
  /** Values to compare with the token's bindings. Default none. */
  readonly context?: Readonly<Record<string, string | undefined>>
  /** The digest of the action that is asked for, to compare with the token's; bytes count as their base64url. */
  readonly fingerprint?: string | Uint8Array
}

/** The scope that a request names, for types. */
export type ScopeOf<R> = R extends { readonly scope: infer S extends Scope }
  ? S
  : R extends { readonly scopes: readonly (infer S extends Scope)[] }
    ? S
    : Scope
