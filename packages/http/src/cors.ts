import { DEFAULT_SOURCES } from './settings.js'
import type { TokenSource } from './sources/token-source.js'

/** What {@link corsHeaders} takes. */
export interface CorsOptions {
  /** Where a token is looked for, as in the options of `guard`. Default `[bearer(), header('x-hallpass-token')]`. */
  readonly from?: readonly TokenSource[]
  /** Further headers that your own pages send, such as `content-type`. */
  readonly allow?: readonly string[]
  /** Further headers that your own pages read. */
  readonly expose?: readonly string[]
}

/** Lists of headers, under the names of the package `cors` and under those of `@koa/cors`. */
export interface CorsHeaders {
  readonly allowedHeaders: string
  readonly exposedHeaders: string
  readonly allowHeaders: string
  readonly exposeHeaders: string
}

/**
 * The headers that CORS middleware has to name, so that a page of another origin may send a token and read why it was
 * refused: `cors({ origin: 'https://app.example', ...corsHeaders() })`. The middleware stands before every gate and
 * answers preflights, which carry no token: a gate refuses `OPTIONS`.
 */
export function corsHeaders({ from = DEFAULT_SOURCES, allow = [], expose = [] }: CorsOptions = {}): CorsHeaders {
  const allowed = list([...from.flatMap(sentByPages), ...allow])
  const exposed = list(['www-authenticate', 'retry-after', ...expose])
  return { allowedHeaders: allowed, exposedHeaders: exposed, allowHeaders: allowed, exposeHeaders: exposed }
}

/** The header that a page's script sets for this source: cookies are the browser's to send. */
function sentByPages({ header }: TokenSource): readonly string[] {
  return header === undefined || header === 'cookie' ? [] : [header]
}

function list(names: readonly string[]): string {
  return [...new Set(names.map((name) => name.toLowerCase()))].join(',')
}
