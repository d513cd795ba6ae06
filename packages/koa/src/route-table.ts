import type { DispatchedRoute, RouteTable } from '@hallpass/http'

/** The members of `@koa/router`'s router, and of its layers, that tell which route takes a request. */
export interface KoaRouter {
  readonly stack: readonly KoaLayer[]
  /** `'specificity'`, or whether only the last layer that fits runs. */
  readonly opts?: { readonly exclusive?: boolean | string | undefined } | undefined
  match(path: string, method: string): { readonly route: boolean; readonly pathAndMethod: readonly KoaLayer[] }
}

interface KoaLayer {
  readonly path: string | RegExp
  /** Empty for what was put at `use`. */
  readonly methods: readonly string[]
  readonly stack: readonly object[]
  readonly paramNames: readonly unknown[]
  captures(path: string): string[]
  params(path: string, captures: string[], before: Record<string, string>): Record<string, string>
}

/** The routes of routers that stand one behind the other. */
export function routeTable(routers: readonly KoaRouter[]): RouteTable {
  return {
    paths: routers.flatMap(({ stack }) => stack.map(textOf)),
    dispatch(method, path) {
      for (const router of routers) {
        const found = dispatch(router, method, path)
        if (found) return found
      }
      return undefined
    },
  }
}

function textOf({ path }: KoaLayer): string {
  return path instanceof RegExp ? path.source : String(path)
}

/** All layers that fit run in one chain, until one does not go on: the first that is a route counts. */
function dispatch(router: KoaRouter, method: string, path: string): DispatchedRoute | undefined {
  const { route, pathAndMethod } = router.match(path, method)
  const chain = route ? running(router, pathAndMethod) : []
  const first = chain.findIndex(({ methods }) => methods.length > 0)
  const layer = chain[first]
  if (!layer) return undefined
  return { identity: layer, path: textOf(layer), handlers: layer.stack, params: bound(chain.slice(0, first + 1), path) }
}

/** Which of the layers that fit an exclusive router runs. */
function running({ opts }: KoaRouter, layers: readonly KoaLayer[]): readonly KoaLayer[] {
  if (!opts?.exclusive) return layers
  if (opts.exclusive !== 'specificity') return layers.slice(-1)
  const [first, ...others] = layers
  return first
    ? [others.reduce((best, layer) => (layer.paramNames.length < best.paramNames.length ? layer : best), first)]
    : []
}

function bound(chain: readonly KoaLayer[], path: string): Readonly<Record<string, string>> {
  return chain.reduce<Record<string, string>>((params, layer) => layer.params(path, layer.captures(path), params), {})
}
