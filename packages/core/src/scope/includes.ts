import { HallpassError, shown } from '../errors.js'
import type { Scope, ScopeRoute } from './scope.js'

/**
 * The included scopes and theirs, each once. A scope is made before another can include it, so there are no cycles.
 * @throws HallpassError `ERR_SCOPE_LIMITS`, `ERR_SCOPE_DUPLICATE`
 */
export function includedScopes(
  includes: readonly Scope[],
  name: string,
  isScope: (value: unknown) => boolean,
): readonly Scope[] {
  refuseOthers(includes, name, isScope)
  const found = new Map<string, Scope>()
  for (const scope of includes.flatMap((included) => [included, ...included.includes])) {
    const other = scope.name === name ? null : found.get(scope.name)
    if (other !== undefined && other !== scope)
      throw new HallpassError(
        'ERR_SCOPE_DUPLICATE',
        `scope ${shown(name)} includes another scope of the name ${shown(scope.name)}`,
      )
    found.set(scope.name, scope)
  }
  return [...found.values()]
}

function refuseOthers(includes: unknown, name: string, isScope: (value: unknown) => boolean): void {
  const others = Array.isArray(includes) ? includes.filter((included) => !isScope(included)) : [includes]
  if (others.length > 0)
    throw new HallpassError(
      'ERR_SCOPE_LIMITS',
      `scope ${shown(name)}: includes takes what defineScope returned, got ${shown(others[0])}`,
    )
}

/** The limits of its own that keep a scope from riding along, as an included scope or as a further grant. */
export function ownLimit(scope: Scope): string | undefined {
  if (scope.approval === 'required') return 'approval'
  if (scope.uses !== null) return 'uses'
  if (scope.bindings.length > 0) return 'bindings'
  if (scope.fingerprint) return 'fingerprint'
  return Object.keys(scope.maxLive).length > 0 ? 'maxLive' : undefined
}

/**
 * Nothing rides past its own limits: an included scope adds routes and nothing else.
 * @throws HallpassError `ERR_SCOPE_LIMITS`
 */
export function refuseLimitsOf(includes: readonly Scope[], name: string): void {
  for (const scope of includes) {
    const limit = ownLimit(scope)
    if (limit)
      throw new HallpassError(
        'ERR_SCOPE_LIMITS',
        `scope ${shown(name)} includes ${shown(scope.name)}, which has ${limit} of its own and cannot ride along`,
      )
  }
}

/**
 * Routers answer `HEAD` with the handler of `GET`: beside a `GET` that spends, a `HEAD` would run it for nothing.
 * @throws HallpassError `ERR_SCOPE_ROUTES`
 */
export function refuseHeadBesideSpendingGet(routes: readonly ScopeRoute[], name: string): void {
  const spending = new Set(
    routes.filter((route) => route.method === 'GET' && route.spends).map((route) => shapeOf(route)),
  )
  const head = routes.find((route) => route.method === 'HEAD' && spending.has(shapeOf(route)))
  if (head)
    throw new HallpassError(
      'ERR_SCOPE_ROUTES',
      `scope ${shown(name)}: HEAD ${head.path} would run the handler of the GET that spends; leave it out`,
    )
}

/** The path without the names of its placeholders. */
function shapeOf(route: ScopeRoute): string {
  return route.segments.map((segment) => ('literal' in segment ? segment.literal : ':')).join('/')
}
