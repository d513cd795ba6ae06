import type { ParameterizedContext } from 'koa'

/** Koa's context, and what `@koa/router` adds to it while a route runs. */
export type RouteContext = ParameterizedContext & Partial<RouterMembers>

interface RouterMembers {
  readonly params: Readonly<Record<string, string>>
  /** What the path of the running layer caught: a new list for each layer. */
  readonly captures: readonly string[]
  /** The path of the running layer. */
  readonly routerPath: string | RegExp
  /** A path that some middleware put in the place of the request's. */
  readonly newRouterPath: string
  /** The prefix that `koa-mount` took off last. */
  readonly mountPath: string
  /** All layers whose path fits, of all routers that were asked. */
  readonly matched: readonly { readonly path: string | RegExp; readonly methods: readonly string[] }[]
  readonly router: { readonly opts?: { readonly routerPath?: string | undefined } | undefined }
}

/** What tells one run of a route from every other; `undefined` outside of a route. */
export function routeOf({ captures, matched, routerPath, method }: RouteContext): object | undefined {
  const here = matched?.some(({ path, methods }) => path === routerPath && methods.includes(method.toUpperCase()))
  return here ? captures : undefined
}
