import type { DispatchedRoute, RouteTable } from '@hallpass/http'

/** The members of Express 5's router, and of its layers and routes, that tell which route takes a request. */
export interface ExpressRouter {
  readonly stack: readonly ExpressLayer[]
  /** Whether routes see what the mount path bound. */
  readonly mergeParams?: boolean | undefined
}

interface ExpressLayer extends Partial<LayerMatch> {
  /** Before `router` 2.3 it answers whether it fits, and keeps the rest on the layer. */
  match(path: string): boolean | LayerMatch
  readonly handle: object
  readonly route?: ExpressRoute | undefined
  /** Since `router` 2.3; the text of a mount path is not known before. */
  readonly rawPath?: unknown
}

interface LayerMatch {
  /** As much of the path as it takes. */
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
}

interface ExpressRoute {
  readonly path: unknown
  readonly methods: Readonly<Record<string, boolean | undefined>>
  readonly stack: readonly { readonly method?: string | undefined; readonly handle: object }[]
}

/** Whether something has a stack of layers, as routers have. */
export function isRouter(value: unknown): value is ExpressRouter {
  return (
    (typeof value === 'function' || typeof value === 'object') && Array.isArray((value as ExpressRouter | null)?.stack)
  )
}

/** The routes of routers that stand one behind the other. */
export function routeTable(routers: readonly ExpressRouter[]): RouteTable {
  return {
    paths: routers.flatMap((router) => pathsOf(router, '')),
    dispatch(method, path) {
      for (const router of routers) {
        const found = dispatch(router, { method, path, params: {} })
        if (found) return found
      }
      return undefined
    },
  }
}

function pathsOf({ stack }: ExpressRouter, prefix: string): readonly string[] {
  return stack.flatMap(({ route, handle, rawPath }) => {
    if (route) return textsOf(route.path).map((path) => prefix + path)
    return isRouter(handle) ? pathsOf(handle, prefix + textsOf(rawPath).join(' ')) : []
  })
}

/** A path is a text, a RegExp, or a list of them. */
function textsOf(path: unknown): readonly string[] {
  if (Array.isArray(path)) return path.flatMap(textsOf)
  if (path instanceof RegExp) return [path.source]
  return typeof path === 'string' ? [path] : []
}

interface Asked {
  readonly method: string
  /** What is left of the path behind the mounts. */
  readonly path: string
  /** What the mounts bound. */
  readonly params: Readonly<Record<string, unknown>>
}

/** Goes through the layers as the router does: the first route that takes path and method, in the order of registration. */
function dispatch(router: ExpressRouter, asked: Asked): DispatchedRoute | undefined {
  for (const layer of router.stack) {
    const match = matched(layer, asked.path)
    if (!match) continue
    const params = router.mergeParams ? { ...asked.params, ...match.params } : match.params
    const found = layer.route
      ? routeFor(layer.route, asked.method, params)
      : mounted(layer.handle, { ...asked, path: asked.path.slice(match.path.length) || '/', params })
    if (found) return found
  }
  return undefined
}

/** A layer that cannot decode the path throws, and takes nothing. */
function matched(layer: ExpressLayer, path: string): LayerMatch | undefined {
  try {
    const match = layer.match(path)
    return match === true ? { path: layer.path ?? '', params: layer.params ?? {} } : match || undefined
  } catch {
    return undefined
  }
}

function mounted(handle: object, asked: Asked): DispatchedRoute | undefined {
  return isRouter(handle) && asked.path.startsWith('/') ? dispatch(handle, asked) : undefined
}

function routeFor(route: ExpressRoute, method: string, params: DispatchedRoute['params']): DispatchedRoute | undefined {
  const served = servedAs(route, method.toLowerCase())
  if (!served) return undefined
  const layers = route.stack.filter((layer) => layer.method === undefined || layer.method === served)
  return { identity: route, path: textsOf(route.path).join(' '), handlers: layers.map(({ handle }) => handle), params }
}

/** `HEAD` is served by the handlers of `GET` where it has none of its own. */
function servedAs({ methods }: ExpressRoute, method: string): string | undefined {
  const name = method === 'head' && !methods['head'] ? 'get' : method
  return methods['_all'] || methods[name] ? name : undefined
}
