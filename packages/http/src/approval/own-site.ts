import { saysAnotherSite } from '../another-site.js'
import { headerLines } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'

/**
 * Whether a POST may have been made by a page of this site or by a program, and by nobody else. A browser proves it by
 * `Sec-Fetch-Site` or, over plain http, by `Origin`. Without either a form is refused: every site can send one. JSON is
 * taken, since pages of other sites cannot send it without leave, which is not given here.
 */
export function isOfOwnSite(request: RequestView, isForm: boolean): boolean {
  if (saysAnotherSite(request)) return false
  if (headerLines(request.rawHeaders, 'sec-fetch-site').length > 0) return true
  const origins = headerLines(request.rawHeaders, 'origin')
  return origins.length > 0 ? !origins.includes('null') : !isForm
}
