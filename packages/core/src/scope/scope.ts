import type { ScopeDefinition } from './definition.js'

/** A scope as {@link defineScope} makes it: checked, complete, immutable. `D` is the definition's own type, from which mint options and tokens take theirs. */
export interface Scope<D extends ScopeDefinition = ScopeDefinition> {
  readonly name: D['name']
  /** Its own routes and those of the scopes that it includes. */
  readonly routes: readonly ScopeRoute[]
  /** The placeholder that is the resource id. */
  readonly resource: string | undefined
  /** Placeholders whose values `params` fixes at mint. */
  readonly fixed: readonly string[]
  /** Whether `mint` accepts this resource id. */
  readonly acceptsResourceId: (id: string) => boolean
  readonly anyResource: boolean
  /** Milliseconds. */
  readonly maxTtl: number
  /** Milliseconds. */
  readonly ttl: number
  /** `null` for unlimited. */
  readonly uses: number | null
  readonly approval: 'none' | 'required'
  readonly selfApproval: boolean
  readonly bindings: readonly ScopeBinding[]
  readonly fingerprint: boolean
  readonly maxLive: ScopeCapacity
  /** The included scopes, and theirs. */
  readonly includes: readonly Scope[]
  readonly prefix: string | undefined
  /** Milliseconds. */
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
  readonly total?: number
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
