/** The routes of an application, as a framework's adapter reads them from its routers. */
export interface RouteTable {
  /** The text of every path and prefix, whatever its syntax: the words in it are tried as resource ids. */
  readonly paths: readonly string[]
  /** The route that a request would come to first; `undefined` where none serves it. */
  dispatch(method: string, path: string): DispatchedRoute | undefined
}

/** A route, as far as it matters who stands before its handler. */
export interface DispatchedRoute {
  /** One and the same object for one and the same route. */
  readonly identity: object
  /** How the route is written, for texts. */
  readonly path: string
  /** The middlewares of the route for this method, in their order; the handler is the last. */
  readonly handlers: readonly object[]
  /** What the router binds to its placeholders. */
  readonly params: Readonly<Record<string, unknown>>
}
