import { HallpassError, type TokenService } from '@hallpass/core'
import { type AssertGuardedOptions, assertRoutesGuarded } from '@hallpass/http'
import { refuseOldRouter } from './old-router.js'
import { type KoaRouter, routeTable } from './route-table.js'

/**
 * Holds the routes of the service's scopes against the routes of an application, at start-up, when all routes are there:
 * every route of a scope is served, has a guard for the scope before its handler, and is not shadowed by another route for
 * a resource id, such as `/flows/export` beside `/flows/:flowId`.
 *
 * Takes an application, a router of `@koa/router` 15 or later, or several, in the order in which requests reach them.
 * What `koa-mount` mounts cannot be found: check it by a call of its own, with `basePath`.
 * @throws HallpassError `ERR_SCOPE_ROUTES` with every finding on a line of its own; `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function assertGuarded(
  routers: HasRoutes | readonly HasRoutes[],
  service: TokenService,
  options: AssertGuardedOptions = {},
): void {
  const all: readonly unknown[] = Array.isArray(routers) ? routers : [routers]
  const found = all.flatMap(routersOf)
  found.forEach(refuseOldRouter)
  assertRoutesGuarded(routeTable(found), service, options)
}

/** An application or a router, whatever the types of its contexts and states. */
export type HasRoutes = { readonly middleware: readonly unknown[] } | { readonly stack: readonly unknown[] }

/** A router itself, or those whose `routes()` an application uses. */
function routersOf(given: unknown): readonly KoaRouter[] {
  if (isRouter(given)) return [given]
  const { middleware } = Object(given) as { readonly middleware?: unknown }
  if (!Array.isArray(middleware))
    throw new HallpassError('ERR_OPTIONS', 'assertGuarded takes applications of Koa and routers of @koa/router')
  return middleware.map((used: { readonly router?: unknown }) => used.router).filter(isRouter)
}

function isRouter(value: unknown): value is KoaRouter {
  const { stack, match } = Object(value) as Partial<KoaRouter>
  return Array.isArray(stack) && typeof match === 'function'
}
