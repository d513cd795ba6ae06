import { headerLines } from './raw-headers.js'
import type { RequestView } from './request-view.js'

/**
 * Whether a browser says that the page of another site sent the request, whatever it carries. `Sec-Fetch-Site` says it
 * outright. Browsers from before 2023 have only `Origin`, with `null` in it for a page that sends no referrer, as the one of
 * `confirmPage`: it says nothing, and its nonce alone decides.
 */
export function saysAnotherSite({ rawHeaders }: RequestView): boolean {
  const sites = headerLines(rawHeaders, 'sec-fetch-site')
  if (sites.length > 0) return sites.some((site) => site !== 'same-origin')
  const host = hostOf(rawHeaders)
  return headerLines(rawHeaders, 'origin').some((origin) => origin !== 'null' && !isOf(origin, host))
}

/** HTTP/2 has it in a pseudo-header (RFC 9113 8.3.1). */
function hostOf(rawHeaders: readonly string[]): string | undefined {
  return headerLines(rawHeaders, 'host')[0] ?? headerLines(rawHeaders, ':authority')[0]
}

function isOf(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `https://${host}` || origin === `http://${host}`)
}
