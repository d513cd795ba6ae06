import type { Refused } from './answer.js'
import type { PageAnswer } from './html/page.js'
import type { Problem } from './refusing/problem.js'
import type { TokenSource } from './sources/token-source.js'

/** Options of `authenticate` and `guard`. `R` is the framework's request: Express's `req`, Koa's `ctx`. */
export interface GateOptions<R> {
  /** Where a token is looked for. Exactly one may be presented over all of them. Default `[bearer(), header('x-hallpass-token')]`. */
  readonly from?: readonly TokenSource[]
  /** The realm of the challenges in `WWW-Authenticate`. Default `hallpass`. */
  readonly realm?: string
  /** `'opaque'`: every refusal of a presented token is one and the same 401. Default `'reasons'`: whoever presented the right secret is told why. */
  readonly disclosure?: 'reasons' | 'opaque'
  /** A prefix that a proxy took off the path before the application saw it, such as `/api`. Default none. */
  readonly basePath?: string
  /** Reads from the request what a token's bindings are compared with. What it throws is a 503, and so is no answer within 5 seconds. */
  readonly context?: (request: R) => ContextValues | Promise<ContextValues>
  /** Reads from the request the digest of the one action that a token may open. What it throws is a 503, and so is no answer within 5 seconds. */
  readonly fingerprint?: (request: R) => Fingerprint | Promise<Fingerprint>
  /** Origins, such as `https://app.example`, whose requests may carry a token by cookie or Basic. Default none but the own. */
  readonly allowedOrigins?: readonly string[]
  /** Renders the page that a browser which navigates gets instead of JSON: HTML, or an answer such as `refusalPage` makes, whose status is ignored. What it throws brings the JSON back, and so does a promise. Default `refusalPage`. */
  readonly page?: (problem: Problem) => PageAnswer | string
  /** Hears every refusal, for rate limiters and logs. What it throws changes nothing. */
  readonly onRefused?: (refused: Refused, request: R) => void
}

type ContextValues = Readonly<Record<string, string | undefined>>
type Fingerprint = string | Uint8Array | undefined

/** Options of `authenticate`. */
export interface AuthenticateOptions<R> extends GateOptions<R> {
  /** Whether a request that presents no token is refused. Default false: it is left to other authentication. */
  readonly required?: boolean
  /** `'before'`: the use is taken here. `'at-guard'`: nothing is taken and nothing attached for a route that spends; a guard behind does it. Default `'before'`. */
  readonly spend?: 'before' | 'at-guard'
}

/** Options of `guard`. */
export interface GuardOptions<R> extends GateOptions<R> {
  /** The router's names of the scope's placeholders, where they differ: `{ flowId: 'id' }`. */
  readonly params?: Readonly<Record<string, string>>
  /**
   * `'before'`: spent before the handler runs, at most once. `'on-success'`: spent before the first byte of a response below
   * 500 goes out, given back before that of another, or where the client left before. `'on-complete'`: spent when the body is
   * out, given back when it broke or told of a failure. With the last two a handler may run more than once. Default `'before'`.
   */
  readonly spend?: 'before' | 'on-success' | 'on-complete'
  /** How often the handler may run for one use with `'on-complete'`: the last time the use is spent, whatever comes. Default 3. */
  readonly attempts?: number
}
