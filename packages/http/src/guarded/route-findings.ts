import type { Scope, ScopeRoute, TokenService } from '@hallpass/core'
import { renamedParams } from '../guard-params.js'
import { type GuardMark, guardMark } from './guard-mark.js'
import type { DispatchedRoute, RouteTable } from './route-table.js'
import { pathsWithWordsOf, plainPaths, type SamplePath } from './sample-paths.js'

/** What one route of a scope is held against. */
export interface CheckedRoute {
  readonly service: TokenService
  readonly scope: Scope
  readonly route: ScopeRoute
  readonly table: RouteTable
  /** What stands before the application's own paths. */
  readonly basePath: string
}

/** What is wrong with a route of a scope, in sentences; nothing where it is served, guarded and not shadowed. */
export function routeFindings(checked: CheckedRoute): readonly string[] {
  const { route, scope, basePath } = checked
  const say = (text: string) => `${route.method} ${route.path} of scope "${scope.name}" ${text}`
  if (!route.path.startsWith(`${basePath}/`)) return [say(`does not start with the base path "${basePath}"`)]
  const served = plainPaths(route).map((sample) => ({ sample, at: dispatch(checked, sample) }))
  const found = served.find(({ at }) => at && guardOf(at, checked)) ?? served.find(({ at }) => at)
  if (!found?.at) return [say('is served by no route')]
  const guard = guardOf(found.at, checked)
  if (!guard) return [say(`is served by "${found.at.path}", which has no guard for the scope before its handler`)]
  const unbound = unboundPlaceholder(found.sample, found.at, guard, route)
  if (unbound)
    return [
      say(
        `is served by "${found.at.path}", which binds no ":${unbound}": name it in the guard's params, or set mergeParams`,
      ),
    ]
  return shadows(checked, found.at).map((shadow) => say(shadow))
}

function dispatch({ table, route, basePath }: CheckedRoute, { path }: SamplePath): DispatchedRoute | undefined {
  return table.dispatch(route.method, path.slice(basePath.length))
}

/** The guard of this service for this scope, if one stands before the handler. */
function guardOf({ handlers }: DispatchedRoute, { service, scope }: CheckedRoute): GuardMark | undefined {
  return handlers
    .slice(0, -1)
    .map(guardMark)
    .find((mark) => mark?.service === service && mark.scopes.includes(scope.name))
}

/** Without the resource in the router's own values the guard refuses every token. */
function unboundPlaceholder(
  { values }: SamplePath,
  { params }: DispatchedRoute,
  { params: names }: GuardMark,
  { resource }: ScopeRoute,
): string | undefined {
  if (resource === undefined) return undefined
  return renamedParams(params, names)[resource] === values[resource] ? undefined : resource
}

/** Other routes that take requests for some values, each with one of its values. */
function shadows(checked: CheckedRoute, expected: DispatchedRoute): readonly string[] {
  const { table, route, scope } = checked
  const found = new Map<object, string>()
  for (const sample of table.paths.flatMap((path) => pathsWithWordsOf(path, route, scope))) {
    const at = dispatch(checked, sample)
    if (!at || at.identity === expected.identity || found.has(at.identity)) continue
    if (isDeclared(sample, checked) && guardOf(at, checked)) continue
    found.set(at.identity, `is shadowed by "${at.path}" at ${sample.path}`)
  }
  return [...found.values()]
}

/** Whether the scope itself declares a route for just this path, in any case, beside the one with the placeholder. */
function isDeclared({ path }: SamplePath, { scope, route }: CheckedRoute): boolean {
  const same = (other: string) => other.toLowerCase() === path.toLowerCase()
  return scope.routes.some((other) => other !== route && other.method === route.method && same(other.path))
}
