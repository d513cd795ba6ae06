import { asReceived, type Received, type RequestView } from '@hallpass/http'
import type { RouteContext } from './route-context.js'

/** What hallpass needs to see of Koa's context. `atRoute` says whether the router's values are those of the route. */
export function viewOf<C extends RouteContext>(ctx: C, atRoute: boolean): RequestView<C> {
  const { req, method } = ctx
  const received = asReceived(req)
  return {
    request: ctx,
    key: req,
    method,
    target: received?.target ?? ctx.originalUrl,
    unchanged: standsAs(received ?? { method, target: ctx.originalUrl }, ctx),
    rawHeaders: req.rawHeaders,
    body: (ctx.request as { readonly body?: unknown }).body,
    params: atRoute ? (ctx.params ?? {}) : undefined,
  }
}

/**
 * Whether method and target are still what came over the wire: what Node gave out, less what mounts took off, and the
 * router looks at no other path. For a request that no server of Node made, Koa's own `originalUrl` is all there is.
 */
export function isUnchanged(ctx: RouteContext): boolean {
  return standsAs(asReceived(ctx.req) ?? { method: ctx.method, target: ctx.originalUrl }, ctx)
}

function standsAs({ method, target = '' }: Received, ctx: RouteContext): boolean {
  const { url } = ctx
  return ctx.method === method && (url === target || endsTarget(ctx, url, target)) && routesByPath(ctx, url)
}

/** Mounts take a prefix off the path; nothing else may differ. */
function endsTarget({ mountPath }: RouteContext, url: string, target: string): boolean {
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
function routesByPath({ router, newRouterPath }: RouteContext, url: string): boolean {
  const instead = router?.opts?.routerPath || newRouterPath
  return !instead || instead === pathOf(url)
}

/** Not `ctx.path`, whose getter throws on some targets that are no path. */
function pathOf(target: string): string {
  return target.split('?', 1)[0] as string
}
