import { HallpassError, type Scope, type TokenService } from '@hallpass/core'
import { BASE_PATH } from '../base-path.js'
import { type GuardScopes, knownScopes, readScopes } from '../guard-scopes.js'
import { refuseUnknownNames, refuseWrongService, wrong } from '../option-checks.js'
import { routeFindings } from './route-findings.js'
import type { RouteTable } from './route-table.js'

/** Options of `assertGuarded`. */
export interface AssertGuardedOptions {
  /** The scopes to look at. Default all of the registry. */
  readonly scopes?: GuardScopes
  /** What the paths of the scopes have before the application's own: a prefix that a proxy takes off, or the path that it is mounted at. Default none. */
  readonly basePath?: string
}

/**
 * Holds the routes of a service's scopes against the routes of an application.
 * @throws HallpassError `ERR_SCOPE_ROUTES` with every finding on a line of its own; `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function assertRoutesGuarded(
  table: RouteTable,
  service: TokenService,
  options: AssertGuardedOptions = {},
): void {
  refuseWrongService(service, 'assertGuarded')
  refuseUnknownNames(options, ['scopes', 'basePath'] satisfies (keyof AssertGuardedOptions)[], 'assertGuarded')
  const { basePath = '' } = options
  if (basePath !== '' && !BASE_PATH.test(basePath))
    throw wrong('assertGuarded', 'basePath', 'a path such as "/api"', basePath)
  const scopes = options.scopes === undefined ? allScopes(service) : readScopes(service, options.scopes)
  const findings = scopes.flatMap((scope) => findingsOf(scope, table, service, basePath))
  if (findings.length > 0) throw new HallpassError('ERR_SCOPE_ROUTES', textOf(findings))
}

function allScopes({ registry }: TokenService): readonly Scope[] {
  return [...knownScopes(registry.scopes).values()]
}

/** An included scope's routes are that scope's: a guard names it by its own name. */
function findingsOf(scope: Scope, table: RouteTable, service: TokenService, basePath: string): readonly string[] {
  return scope.routes
    .filter((route) => route.scope === scope.name)
    .flatMap((route) => routeFindings({ service, scope, route, table, basePath }))
}

function textOf(findings: readonly string[]): string {
  return ['routes of scopes are not guarded as they must be:', ...findings.map((finding) => `- ${finding}`)].join('\n')
}
