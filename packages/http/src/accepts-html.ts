import { headerLines } from './raw-headers.js'
import type { RequestView } from './request-view.js'

/**
 * Whether a person gets to see the answer: browsers name HTML when they navigate or post a form. Programs name JSON or take
 * anything.
 */
export function acceptsHtml({ rawHeaders }: RequestView): boolean {
  return headerLines(rawHeaders, 'accept').some((accept) => HTML.test(accept))
}

const HTML = /(?:^|,)[ \t]*text\/html[ \t]*(?:[;,]|$)/i
