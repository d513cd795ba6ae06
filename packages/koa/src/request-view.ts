import { asReceived, type Received, type RequestView } from '@hallpass/http'
import type { RouteContext } from './route-context.js'

/** What hallpass needs to see of Koa's context. `atRoute` says whether the router's values are those of the route. */
export function viewOf<C extends RouteContext>(ctx: C, atRoute: boolean): RequestView<C> {
  return {
    request: ctx,
    key: ctx.req,
    method: ctx.method,
    target: asReceived(ctx.req)?.target ?? ctx.originalUrl,
    unchanged: isUnchanged(ctx),
    rawHeaders: ctx.req.rawHeaders,
    body: (ctx.request as { readonly body?: unknown }).body,
    params: atRoute ? (ctx.params ?? {}) : undefined,
  }
}

/**
 * Whether method and target are still what came over the wire: what Node gave out, less what mounts took off, and the
 * router looks at no other path. For a request that no server of Node made, Koa's own `originalUrl` is all there is.
 */
export function isUnchanged(ctx: RouteContext): boolean {
  const received = asReceived(ctx.req) ?? { method: ctx.method, target: ctx.originalUrl }
  return ctx.method === received.method && endsTarget(ctx, received) && routesByPath(ctx)
}

/** Mounts take a prefix off the path; nothing else may differ. */
function endsTarget({ url, mountPath }: RouteContext, { target = '' }: Received): boolean {
  const taken = target.slice(0, -url.length)
  if (taken + url === target && !taken.includes('?')) return true
  return mountPath !== undefined && ADDED_SLASH.test(url) && endsAtMount(target, mountPath, url.slice(1))
}

/** At the root of a mount `koa-mount` puts a slash in place of the nothing that is left of the path. */
const ADDED_SLASH = /^\/(?:\?|$)/

function endsAtMount(target: string, mountPath: string, query: string): boolean {
  const path = pathOf(target)
  return path.endsWith(mountPath) && path + query === target
}

/** `@koa/router` looks at these two before the path of the request. */
function routesByPath({ router, newRouterPath, url }: RouteContext): boolean {
  const instead = router?.opts?.routerPath || newRouterPath
  return !instead || instead === pathOf(url)
}

/** Not `ctx.path`, whose getter throws on some targets that are no path. */
function pathOf(target: string): string {
  return target.split('?', 1)[0] as string
}
