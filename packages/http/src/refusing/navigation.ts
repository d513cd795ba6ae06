import { acceptsHtml } from '../accepts-html.js'
import { onlyHeaderLine } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'

/** Whether a browser navigates and takes HTML: a person looks at the answer, and not a script. */
export function isNavigation(request: RequestView): boolean {
  return onlyHeaderLine(request.rawHeaders, 'sec-fetch-mode') === 'navigate' && acceptsHtml(request)
}
