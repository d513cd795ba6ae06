import { HallpassError, shown } from '../errors.js'
import type { RouteDefinition, ScopeDefinition } from './definition.js'
import { readPattern } from './pattern.js'
import { asPropertyName } from './property-name.js'
import type { ScopeRoute, Segment } from './scope.js'
import { shortDigest } from './short-digest.js'

/** The facts of a definition that each of its routes needs. */
export type RouteContext = Pick<ScopeDefinition, 'name' | 'resource' | 'free' | 'anyResource'>

/**
 * Compiles the routes that a scope itself declares.
 * @throws HallpassError `ERR_SCOPE_ROUTES`, `ERR_SCOPE_PLACEHOLDER`
 */
export function compileRoutes(routes: ScopeDefinition['routes'], scope: RouteContext): readonly ScopeRoute[] {
  if (routes === 'none') return []
  if (!Array.isArray(routes) || routes.length === 0)
    throw problem(
      scope,
      'ERR_SCOPE_ROUTES',
      `routes must be a list with at least one route, or "none", got ${came(routes)}`,
    )
  if (scope.free !== undefined && !Array.isArray(scope.free))
    throw problem(scope, 'ERR_SCOPE_PLACEHOLDER', `free must be a list of placeholders, got ${shown(scope.free)}`)
  const compiled = routes.map((route) => compileRoute(readRoute(route, scope), scope))
  refuseUnknownFree(compiled, scope)
  return compiled
}

const came = (value: unknown) => (Array.isArray(value) ? 'an empty list' : shown(value))

function readRoute(route: string | RouteDefinition, scope: RouteContext): RouteDefinition {
  if (typeof route === 'object' && route !== null) return withKnownMembers(route, scope)
  const parts = typeof route === 'string' ? /^(\S+) +(\S+)$/.exec(route) : null
  if (parts) return { method: parts[1] as string, path: parts[2] as string }
  throw problem(scope, 'ERR_SCOPE_ROUTES', `a route must be "METHOD /path" or { method, path }, got ${shown(route)}`)
}

/** A misspelt `spends` or `query` must not be a limit that is not there. */
function withKnownMembers(route: RouteDefinition, scope: RouteContext): RouteDefinition {
  const unknown = Object.keys(route).find((member) => !Object.hasOwn(MEMBERS, member))
  if (unknown === undefined) return route
  throw problem(scope, 'ERR_SCOPE_ROUTES', `${shown(unknown)} is not a member of a route`)
}

const MEMBERS: Readonly<Record<keyof RouteDefinition, true>> = { method: true, path: true, spends: true, query: true }

function compileRoute(route: RouteDefinition, scope: RouteContext): ScopeRoute {
  const method = asPropertyName(readMethod(route.method, scope))
  const { segments, trailingSlash } = readPattern(String(route.path), scope.name)
  const names = placeholderNames(segments)
  refuseWrongPlaceholders(names, route.path, scope)
  const compiled = {
    scope: scope.name,
    method,
    text: `${method} ${route.path}`,
    path: route.path,
    segments,
    placeholders: names,
    trailingSlash,
    resource: scope.resource,
    anyResource: scope.anyResource === true,
    fixed: names.filter((name) => name !== scope.resource && !scope.free?.includes(name)),
    spends: readSpends(route, method, scope),
    query: readQuery(route, scope),
  }
  return Object.freeze({ ...compiled, digest: routeDigest(compiled) })
}

/** RFC 9110 tokens, upper case. The three that are left out are never opened: preflights, echoes, tunnels. */
function readMethod(method: unknown, scope: RouteContext): string {
  if (typeof method === 'string' && /^[A-Z][A-Z-]{0,31}$/.test(method) && !NEVER_OPENED.has(method)) return method
  const why = NEVER_OPENED.has(String(method))
    ? 'is never opened by a token'
    : 'must be an upper-case method such as "GET"'
  throw problem(scope, 'ERR_SCOPE_ROUTES', `method ${shown(method)} ${why}`)
}

const NEVER_OPENED = new Set(['OPTIONS', 'TRACE', 'CONNECT'])
const LOOKS_ONLY = new Set(['GET', 'HEAD', 'QUERY'])

function readSpends(route: RouteDefinition, method: string, scope: RouteContext): boolean {
  const spends = route.spends ?? !LOOKS_ONLY.has(method)
  if (typeof spends !== 'boolean')
    throw problem(
      scope,
      'ERR_SCOPE_ROUTES',
      `spends of ${method} ${route.path} must be a boolean, got ${shown(spends)}`,
    )
  if (spends && method === 'HEAD')
    throw problem(scope, 'ERR_SCOPE_ROUTES', `HEAD ${route.path} must not spend: link previews send HEAD`)
  return spends
}

function readQuery(route: RouteDefinition, scope: RouteContext): Readonly<Record<string, string>> {
  const entries = Object.entries(route.query ?? {})
  for (const [name, value] of entries)
    if (name === '' || typeof value !== 'string')
      throw problem(
        scope,
        'ERR_SCOPE_ROUTES',
        `query ${shown(name)} of ${route.method} ${route.path} must be text, got ${shown(value)}`,
      )
  return Object.freeze(Object.fromEntries(entries))
}

function placeholderNames(segments: readonly Segment[]): readonly string[] {
  return segments.flatMap((segment) => ('placeholder' in segment ? [segment.placeholder] : []))
}

function refuseWrongPlaceholders(names: readonly string[], path: string, scope: RouteContext): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw problem(scope, 'ERR_SCOPE_PLACEHOLDER', `path ${shown(path)} has the placeholder ":${twice}" twice`)
  if (scope.resource !== undefined && !names.includes(scope.resource))
    throw problem(
      scope,
      'ERR_SCOPE_PLACEHOLDER',
      `path ${shown(path)} lacks the placeholder ":${scope.resource}", which is the resource`,
    )
}

function refuseUnknownFree(routes: readonly ScopeRoute[], scope: RouteContext): void {
  const names = new Set(routes.flatMap((route) => route.placeholders))
  for (const name of scope.free ?? []) {
    if (name === scope.resource) throw problem(scope, 'ERR_SCOPE_PLACEHOLDER', `the resource ":${name}" cannot be free`)
    if (!names.has(name))
      throw problem(scope, 'ERR_SCOPE_PLACEHOLDER', `the free placeholder ":${name}" is in no route`)
  }
}

function routeDigest(route: Pick<ScopeRoute, 'method' | 'path' | 'resource' | 'fixed' | 'spends' | 'query'>): string {
  const query = Object.entries(route.query).sort(([a], [b]) => (a < b ? -1 : 1))
  const { method, path, resource = null, fixed, spends } = route
  return shortDigest(['route', method, path, resource, fixed, spends, query])
}

function problem(scope: RouteContext, code: 'ERR_SCOPE_ROUTES' | 'ERR_SCOPE_PLACEHOLDER', text: string): HallpassError {
  return new HallpassError(code, `scope ${shown(scope.name)}: ${text}`)
}
