import { HallpassError, type TokenService } from '@hallpass/core'
import { type AssertGuardedOptions, assertRoutesGuarded } from '@hallpass/http'
import type { Express, IRouter } from 'express'
import { type ExpressRouter, isRouter, routeTable } from './route-table.js'

/**
 * Holds the routes of the service's scopes against the routes of an application, at start-up, when all routes are there:
 * every route of a scope is served, has a guard for the scope before its handler, and is not shadowed by another route for
 * a resource id, such as `/flows/export` beside `/flows/:flowId`.
 *
 * Takes an application, a router, or several, in the order in which requests reach them. Routers that are mounted are
 * found. An application that is mounted in another cannot be: check it by a call of its own, with `basePath`.
 * @throws HallpassError `ERR_SCOPE_ROUTES` with every finding on a line of its own; `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function assertGuarded(
  routers: Express | IRouter | readonly (Express | IRouter)[],
  service: TokenService,
  options: AssertGuardedOptions = {},
): void {
  const all: readonly unknown[] = Array.isArray(routers) ? routers : [routers]
  assertRoutesGuarded(routeTable(all.map(routerOf)), service, options)
}

function routerOf(given: unknown): ExpressRouter {
  const router = isRouter(given) ? given : (given as { readonly router?: unknown } | null | undefined)?.router
  if (isRouter(router)) return router
  throw new HallpassError('ERR_OPTIONS', 'assertGuarded takes applications and routers of Express 5')
}
