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
  if (site === 'same-origin' || isListed(origin, allowedOrigins)) return false
  return ambient === 'always' || site !== undefined || origin !== undefined
}

/**
 * Whether a browser says that a page of another site started the request, by an image or a link as well, and attached the
 * credential by itself. A GET like that may look, and not spend. Programs, and old browsers, say nothing.
 */
export function saysCrossSite(
  { rawHeaders }: RequestView,
  { ambient }: TokenSource,
  allowedOrigins: ReadonlySet<string>,
): boolean {
  if (ambient === 'never') return false
  const site = onlyHeaderLine(rawHeaders, 'sec-fetch-site')
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return !isListed(onlyHeaderLine(rawHeaders, 'origin'), allowedOrigins)
}

function isListed(origin: ReturnType<typeof onlyHeaderLine>, allowedOrigins: ReadonlySet<string>): boolean {
  return typeof origin === 'string' && allowedOrigins.has(origin)
}
