import type { Duration } from '../duration.js'
import type { JsonObject } from '../record/record.js'
import type { PathPlaceholders } from '../scope/checked-scope.js'
import type { ScopeDefinition } from '../scope/definition.js'
import type { ANY_RESOURCE, Scope } from '../scope/scope.js'
import type { ValidatedToken } from './validation-types.js'

/** What `mint` takes, whatever the scope. {@link MintOptionsOf} is the form for one scope. */
export interface MintOptions {
  /** The resource; required where the scope's routes name one. */
  readonly resourceId?: string | typeof ANY_RESOURCE
  /** Values of the placeholders that are neither the resource nor free. */
  readonly params?: Readonly<Record<string, string>>
  /** The token's life. Default the scope's `ttl`. */
  readonly ttl?: Duration
  /** How often spending routes may be taken, at most as often as the scope says. Default the scope's `uses`. */
  readonly uses?: number
  /** Values for the names that the scope binds; the same must come with the request. Operators see them: no secrets. */
  readonly bindings?: Readonly<Record<string, string>>
  /** The digest of the one action that the token opens, such as {@link fingerprintOf} makes; required where the scope has `fingerprint`. */
  readonly fingerprint?: string | Uint8Array
  /** Further grants: they add routes and nothing else. */
  readonly grants?: readonly FurtherGrant[]
  /** Hand on no more than this token has, which `validate` or `consume` of the same service gave out. */
  readonly within?: ValidatedToken
  /** Whom the token stands for, in 1 to 512 characters. */
  readonly subject?: string
  /** A label for people, in 1 to 512 characters. */
  readonly name?: string
  /** Who asked for it, in 1 to 512 characters; required where the scope needs approval. */
  readonly createdBy?: string
  /** Names that the handler looks at, each of 1 to 512 characters; no route asks for one. Default none. */
  readonly roles?: readonly string[]
  /** Plain JSON for the handler; no secrets. Default `{}`. */
  readonly metadata?: JsonObject
}

/** A grant besides that of the scope itself: it adds routes and nothing else. */
export interface FurtherGrant {
  /** A registered scope without limits of its own, or its name. */
  readonly scope: Scope | string
  /** The resource; required where the scope's routes name one. */
  readonly resourceId?: string | typeof ANY_RESOURCE
  /** Values of the placeholders that are neither the resource nor free. */
  readonly params?: Readonly<Record<string, string>>
}

/** Mint options typed by the scope: what it needs is required, what it has not is refused by the compiler. */
export type MintOptionsOf<S extends Scope> =
  S extends Scope<infer D>
    ? Omit<MintOptions, 'resourceId' | 'params' | 'createdBy'> &
        ResourceOption<D> &
        ParamsOption<D> &
        CreatedByOption<D>
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
  /** The public id, for operators; it opens nothing. */
  readonly id: string
  /** From this moment on it opens nothing. */
  readonly expiresAt: Date
  /** The text to hand to the bearer, once. */
  readonly token: string
}
