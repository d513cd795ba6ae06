import { headerLines } from './raw-headers.js'
import type { RequestView } from './request-view.js'

/** Whether a request says of itself that nobody has asked for it yet: a prefetch, a prerender, a preview. */
export function looksAhead({ rawHeaders }: RequestView): boolean {
  return SIGNS.some((name) => headerLines(rawHeaders, name).some((line) => AHEAD.test(line)))
}

const SIGNS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']
const AHEAD = /prefetch|prerender|preview/i
