import type { ResponseHeaders } from '../answer.js'
import { letReject } from '../contained.js'
import type { PageAnswer } from '../html/page.js'
import { refusalPage } from '../html/refusal-page.js'
import type { Problem } from './problem.js'

/** A page, without its status: that is the refusal's. */
export interface RenderedPage {
  readonly headers: ResponseHeaders
  readonly body: string
}

/** Renders the page of a refusal; `undefined` where the application's own page throws or renders nothing. */
export function renderPage(
  own: ((problem: Problem) => PageAnswer | string) | undefined,
  problem: Problem,
): RenderedPage | undefined {
  if (!own) return refusalPage(problem)
  try {
    const page = own(problem)
    if (typeof page === 'string') return { headers: HTML_HEADERS, body: page }
    letReject(page)
    return typeof page?.body === 'string' ? page : undefined
  } catch {
    return undefined
  }
}

const HTML_HEADERS: ResponseHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}
