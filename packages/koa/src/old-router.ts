import { HallpassError } from '@hallpass/core'
import type { KoaRouter } from './route-table.js'

/**
 * Refuses a router that leaves out what was put at `use` under a prefix with placeholders, as `@koa/router` before 15 does
 * (CVE-2026-9495): a session check or a rate limit would not run. Tried out, since a router does not tell its version.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function refuseOldRouter(router: KoaRouter): void {
  const Router = router.constructor as new (options: { readonly prefix: string }) => TriedRouter
  const tried = new Router({ prefix: '/:any' })
  tried.use(nothing)
  tried.get('/x', nothing)
  if (tried.match('/a/x', 'GET').pathAndMethod.length < 2)
    throw new HallpassError(
      'ERR_OPTIONS',
      'assertGuarded takes @koa/router 15 or later, got an older one: it skips middleware under a prefix with placeholders',
    )
}

interface TriedRouter extends Pick<KoaRouter, 'match'> {
  use(middleware: () => void): unknown
  get(path: string, handler: () => void): unknown
}

function nothing(): void {}
