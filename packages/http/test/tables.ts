import type { DispatchedRoute, RouteTable } from '../src/index.js'

/** A route of a small router, for tests: a RegExp with named groups. */
export interface TestRoute {
  readonly method?: string
  readonly path: string
  readonly pattern: RegExp
  readonly handlers: readonly object[]
}

/** A table that takes the first route whose pattern fits, as routers do. */
export function tableOf(routes: readonly TestRoute[]): RouteTable {
  const dispatched = (route: TestRoute, path: string): DispatchedRoute => ({
    identity: route,
    path: route.path,
    handlers: route.handlers,
    params: { ...route.pattern.exec(path)?.groups },
  })
  return {
    paths: routes.map(({ path }) => path),
    dispatch(method, path) {
      const route = routes.find((one) => (one.method ?? 'GET') === method && one.pattern.test(path))
      return route && dispatched(route, path)
    },
  }
}
