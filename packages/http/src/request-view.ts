/** What an adapter can see of a request. `R` is the framework's own request, which option functions are handed. */
export interface RequestView<R = unknown> {
  /** The framework's request: Express's `req`, Koa's `ctx`. */
  readonly request: R
  /** The object that lives exactly as long as the request: Node's `IncomingMessage`. What is known of the request is kept by it. */
  readonly key: object
  readonly method: string
  /** The raw request target as it came over the wire, with its query. */
  readonly target: string
  /** Whether method and target are still what came over the wire. Where they are not, no token opens the request. */
  readonly unchanged: boolean
  /** Names and values in turn, repeated lines as they came: `req.rawHeaders`. */
  readonly rawHeaders: readonly string[]
  /** The body as the application's own parser left it; `undefined` where none ran. */
  readonly body: unknown
  /** What the router bound to its placeholders; `undefined` before the route is known. */
  readonly params: Readonly<Record<string, string | undefined>> | undefined
}
