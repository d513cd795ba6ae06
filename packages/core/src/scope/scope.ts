import type { ScopeDefinition } from './definition.js'

/** A scope as {@link defineScope} makes it: checked, complete, immutable. `D` is the definition's own type, from which mint options and tokens take theirs. */
export interface Scope<D extends ScopeDefinition = ScopeDefinition> {
  /** Unique in a registry; records keep it. */
  readonly name: D['name']
  /** Its own routes and those of the scopes that it includes. */
  readonly routes: readonly ScopeRoute[]
  /** The placeholder that is the resource id. */
  readonly resource: string | undefined
  /** Placeholders whose values `params` fixes at mint. */
  readonly fixed: readonly string[]
  /** Whether `mint` accepts this resource id. */
  readonly acceptsResourceId: (id: string) => boolean
  /** Whether `mint` may bind {@link ANY_RESOURCE}. */
  readonly anyResource: boolean
  /** The longest life of a token, in milliseconds. */
  readonly maxTtl: number
  /** The life of a token whose mint names none, in milliseconds. */
  readonly ttl: number
  /** How often spending routes may be taken; `null` for unlimited. */
  readonly uses: number | null
  /** Whether a token waits for an operator before it opens anything. */
  readonly approval: 'none' | 'required'
  /** Whether who minted a token may approve it. */
  readonly selfApproval: boolean
  /** The names of context that is fixed at mint and must be equal at use. */
  readonly bindings: readonly ScopeBinding[]
  /** Whether a token opens one exact action, given at mint as a digest. */
  readonly fingerprint: boolean
  /** The most tokens that are live at once; without members for no limit. */
  readonly maxLive: ScopeCapacity
  /** The included scopes, and theirs. */
  readonly includes: readonly Scope[]
  /** The prefix of the token's text; `undefined` for the service's. */
  readonly prefix: string | undefined
  /** How long a record is kept after its expiry, in milliseconds; `undefined` for the service's. */
  readonly retention: number | undefined
  /** Digests of every route and of every included scope: what a grant minted now may open. */
  readonly digests: readonly string[]
  /** Only a type: the definition that the scope was made from. */
  readonly definition?: D
}

/** A name of context that is fixed at mint. */
export interface ScopeBinding {
  readonly name: string
  /** Whether `mint` may leave it out; it is not checked then. */
  readonly optional: boolean
}

/** The most live tokens of a scope: in total, and of one subject. */
export interface ScopeCapacity {
  /** Of the whole scope. Default no limit. */
  readonly total?: number
  /** Of one subject; tokens without one are those of one as well. Default no limit. */
  readonly perSubject?: number
}

/** One route of a scope, compiled. */
export interface ScopeRoute {
  /** The scope that declared it: an included one, where that is so. */
  readonly scope: string
  readonly method: string
  /** `METHOD /path`, as it was declared. */
  readonly text: string
  /** The path as it was declared. */
  readonly path: string
  readonly segments: readonly Segment[]
  /** The names of its placeholders, in the order of the path. */
  readonly placeholders: readonly string[]
  /** Whether the path ends in a slash, which is required then. */
  readonly trailingSlash: boolean
  readonly resource: string | undefined
  /** Whether a grant for any resource opens it. */
  readonly anyResource: boolean
  readonly fixed: readonly string[]
  readonly spends: boolean
  readonly query: Readonly<Record<string, string>>
  /** 48 bits over everything above that decides what it opens. */
  readonly digest: string
}

/** A segment of a path: text that must be equal, or a placeholder that fills it. */
export type Segment = { readonly literal: string } | { readonly placeholder: string }

/** Binds a token to any resource of its scope, where the scope allows it. The text `'*'` is an id like another. */
export const ANY_RESOURCE: unique symbol = Symbol.for('hallpass.anyResource')
