import { onlyHeaderLine } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'

/** Whether a browser navigates and takes HTML: a person looks at the answer, and not a script. */
export function isNavigation({ rawHeaders }: RequestView): boolean {
  const accept = onlyHeaderLine(rawHeaders, 'accept')
  return onlyHeaderLine(rawHeaders, 'sec-fetch-mode') === 'navigate' && typeof accept === 'string' && HTML.test(accept)
}

const HTML = /(?:^|,)[ \t]*text\/html[ \t]*(?:[;,]|$)/i
