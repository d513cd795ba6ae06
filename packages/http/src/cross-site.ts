import { onlyHeaderLine } from './raw-headers.js'
import type { RequestView } from './request-view.js'
import type { TokenSource } from './sources/token-source.js'

/**
 * Whether a request may come from another site and carries a credential that the browser attached by itself. Methods
 * other than GET and HEAD need `Sec-Fetch-Site: same-origin`, or an `Origin` on the list.
 */
export function mayBeCrossSite(
  { method, rawHeaders }: RequestView,
  { ambient }: TokenSource,
  allowedOrigins: ReadonlySet<string>,
): boolean {
  if (ambient === 'never' || method === 'GET' || method === 'HEAD') return false
  const site = onlyHeaderLine(rawHeaders, 'sec-fetch-site')
  const origin = onlyHeaderLine(rawHeaders, 'origin')
  if (site === 'same-origin') return false
  if (typeof origin === 'string' && allowedOrigins.has(origin)) return false
  return ambient === 'always' || site !== undefined || origin !== undefined
}
