import type { Grant, TokenRecord } from '../record/record.js'
import type { Scope, ScopeRoute } from '../scope/scope.js'
import { queryFits } from './query.js'
import type { RouteTree } from './route-tree.js'
import type { Target } from './target.js'

/** What is asked of a token, read once from the request. */
export type Asked = AskedOverHttp | AskedDirectly

interface AskedOverHttp {
  readonly kind: 'http'
  readonly method: string
  /** `undefined` where the target could be read in two ways: no route fits it. */
  readonly target: Target | undefined
  readonly params: Readonly<Record<string, string | undefined>> | undefined
  /** The accepted scopes by name; `undefined` for any. */
  readonly scopes: readonly string[] | undefined
}

interface AskedDirectly {
  readonly kind: 'direct'
  readonly scope: string
  readonly resourceId: string | undefined
}

/** A scope as matching needs it. */
export interface MatchableScope {
  readonly scope: Scope
  readonly tree: RouteTree
  /** The included scopes by their names. */
  readonly included: ReadonlyMap<string, IncludedScope>
}

/** An included scope as direct requests need it. */
interface IncludedScope {
  readonly scope: Scope
  /** What a grant must hold for a direct request for it. */
  readonly digest: string
}

/** How a grant opens what was asked. */
export interface Match {
  readonly scope: string
  readonly route: ScopeRoute | undefined
  readonly params: Readonly<Record<string, string>>
  readonly resourceId: string | undefined
  readonly spends: boolean
}

/** The first grant that opens what was asked; `undefined` where none does. */
export function matchRecord(
  record: TokenRecord,
  asked: Asked,
  scopeOf: (name: string) => MatchableScope | undefined,
): Match | undefined {
  for (const grant of record.grants) {
    const scope = scopeOf(grant.scope)
    const match =
      scope && (asked.kind === 'http' ? matchOverHttp(grant, scope, asked) : matchDirectly(grant, scope, asked))
    if (match) return match
  }
  return undefined
}

/** Where two routes of a scope fit one path, the one that spends counts. */
function matchOverHttp(grant: Grant, { tree }: MatchableScope, asked: AskedOverHttp): Match | undefined {
  const { target } = asked
  let match: Match | undefined
  if (target)
    tree.visit(asked.method, target, (route, values, place) => {
      if ((!match || route.spends) && wasMinted(grant, route.digest, place) && opens(grant, route, values, asked))
        match = toMatch(route, values, grant)
    })
  return match
}

function opens(grant: Grant, route: ScopeRoute, values: readonly string[], asked: AskedOverHttp): boolean {
  return (
    (!asked.scopes || asked.scopes.includes(route.scope)) &&
    placeholdersFit(grant, route, values, asked.params) &&
    queryFits(route.query, asked.target?.query ?? '')
  )
}

/**
 * A deployment narrows what is out there and never widens it. Most often the scope is as it was, and the digest at its own
 * place.
 */
function wasMinted({ routes }: Grant, digest: string, place: number): boolean {
  return routes[place] === digest || holds(routes, digest)
}

function holds(routes: Grant['routes'], digest: string): boolean {
  return routes.length <= FEW ? routes.includes(digest) : asSet(routes).has(digest)
}

const FEW = 16
const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

function asSet(digests: readonly string[]): ReadonlySet<string> {
  const set = sets.get(digests) ?? new Set(digests)
  sets.set(digests, set)
  return set
}

function placeholdersFit(
  grant: Grant,
  route: ScopeRoute,
  values: readonly string[],
  bound: AskedOverHttp['params'],
): boolean {
  for (let index = 0; index < values.length; index++) {
    const name = route.placeholders[index] as string
    const value = values[index] as string
    if (!valueFits(grant, route, name, value)) return false
    if (bound && !boundAlike(bound[name], value, name === route.resource)) return false
  }
  return true
}

function valueFits(grant: Grant, route: ScopeRoute, name: string, value: string): boolean {
  if (name === route.resource) return grant.anyResource ? route.anyResource : grant.resourceId === value
  return !route.fixed.includes(name) || (Object.hasOwn(grant.params, name) && grant.params[name] === value)
}

/** A mounted router may not see the placeholders of its parents; the resource must be bound where the guard stands. */
function boundAlike(bound: string | undefined, value: string, isResource: boolean): boolean {
  return bound === value || (bound === undefined && !isResource)
}

function toMatch(route: ScopeRoute, values: readonly string[], grant: Grant): Match {
  const params: Record<string, string> = {}
  for (let index = 0; index < route.placeholders.length; index++)
    params[route.placeholders[index] as string] = values[index] as string
  const resourceId = route.resource === undefined ? (grant.resourceId ?? undefined) : params[route.resource]
  return { scope: route.scope, route, params, resourceId, spends: route.spends }
}

function matchDirectly(grant: Grant, matchable: MatchableScope, asked: AskedDirectly): Match | undefined {
  const named = namedBy(asked.scope, grant, matchable)
  const fits = grant.anyResource ? named?.anyResource : (grant.resourceId ?? undefined) === asked.resourceId
  if (!named || !fits) return undefined
  return { scope: asked.scope, route: undefined, params: grant.params, resourceId: asked.resourceId, spends: true }
}

/** The scope that a direct request names: the grant's own, or an included one that the grant was minted for. */
function namedBy(name: string, grant: Grant, { scope, included }: MatchableScope): Scope | undefined {
  if (name === scope.name) return scope
  const one = included.get(name)
  return one && holds(grant.routes, one.digest) ? one.scope : undefined
}
