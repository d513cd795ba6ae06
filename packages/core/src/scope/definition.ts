import type { Duration } from '../duration.js'
import type { Scope } from './scope.js'

/** What {@link defineScope} takes: a permission, the routes that it opens, and the limits of its tokens. */
export interface ScopeDefinition {
  /** The name, `^[a-z][a-z0-9_.:-]{0,63}$`. Records keep it: a scope that is renamed leaves its tokens behind. */
  readonly name: string
  /** What it opens; `'none'` for tokens that code checks (a direct request) and no URL does. */
  readonly routes: readonly (string | RouteDefinition)[] | 'none'
  /** The placeholder that is the resource id; every route has it exactly once. Left out, no path is compared with a resource id. */
  readonly resource?: string
  /** Placeholders that may have any value. Every one that is neither the resource nor free is fixed at mint by `params`. */
  readonly free?: readonly string[]
  /** Which resource ids `mint` accepts. Default `^[A-Za-z0-9_~.@:+-]{1,128}$`; ids that cannot be told apart safely are refused whatever it says. */
  readonly resourceId?: RegExp | ((id: string) => boolean)
  /** Whether `mint` may bind {@link ANY_RESOURCE}. Default false. */
  readonly anyResource?: boolean
  /** The longest life of a token; `mint` refuses more and never clamps. */
  readonly maxTtl: Duration
  /** The life of a token whose mint names none. Default `maxTtl`. */
  readonly ttl?: Duration
  /** How often spending routes may be taken. Default `'unlimited'`. */
  readonly uses?: number | 'unlimited'
  /** `'required'`: a token starts pending and opens nothing until an operator approves it. Default `'none'`. */
  readonly approval?: 'none' | 'required'
  /** Whether who minted a token may approve it. Default false. */
  readonly selfApproval?: boolean
  /** Names of context that is fixed at mint and must be equal at use. A name with `?` is checked only if it was given at mint. Operators see the values: no secrets. */
  readonly bindings?: readonly string[]
  /** Whether a token opens one exact action, given at mint as a digest. Default false. */
  readonly fingerprint?: boolean
  /** The most tokens of the scope that are live at once, in total (a number) or also of one subject. Default no limit. */
  readonly maxLive?: number | { readonly total?: number; readonly perSubject?: number }
  /** Scopes whose routes this one has as well, for the same resource. They must have no limits of their own. */
  readonly includes?: readonly Scope[]
  /** The prefix of the token's text. Default the service's. */
  readonly prefix?: string
  /** How long a record is kept after its expiry. Default the service's. */
  readonly retention?: Duration
}

/** A route of a scope, in long form; `'GET /path'` is the short one. */
export interface RouteDefinition {
  /** The method, upper case. `GET` does not imply `HEAD`; `OPTIONS`, `TRACE` and `CONNECT` are never opened. */
  readonly method: string
  /** The path: literal segments and `:placeholders` that fill a whole segment. A path that ends in `/` requires that slash. */
  readonly path: string
  /** Whether taking the route uses the token up. Default true for every method but `GET`, `HEAD` and `QUERY`. */
  readonly spends?: boolean
  /**
   * Query parameters that must be there once, with exactly that value. Others are ignored. A query of over 100 pairs, or one
   * that parsers read differently, opens nothing.
   */
  readonly query?: Readonly<Record<string, string>>
}
