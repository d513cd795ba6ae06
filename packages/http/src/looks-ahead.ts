import type { RequestView } from './request-view.js'

/** Whether a request says of itself that nobody has asked for it yet: a prefetch, a prerender, a preview. */
export function looksAhead({ rawHeaders }: RequestView): boolean {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (LENGTHS.has(name.length) && SIGNS.has(name.toLowerCase()) && AHEAD.test(rawHeaders[index + 1] as string))
      return true
  }
  return false
}

const SIGNS: ReadonlySet<string> = new Set(['sec-purpose', 'purpose', 'x-purpose', 'x-moz'])
const LENGTHS: ReadonlySet<number> = new Set([...SIGNS].map((name) => name.length))
const AHEAD = /prefetch|prerender|preview/i
