import type { CaptureWindow } from '../src/index.js'

/** A page at an address, without a browser: what it puts into its history, and what it sends. */
export interface Page extends CaptureWindow {
  readonly location: { href: string; readonly origin: string }
  readonly replaced: unknown[][]
  readonly sent: Request[]
}

/** Relative addresses are read against `base`, as documents do. */
export function pageAt(href: string, { state = null as unknown, base = href } = {}): Page {
  const page: Page = {
    location: { href, origin: new URL(href).origin },
    replaced: [],
    sent: [],
    history: {
      state,
      replaceState(...entry) {
        page.replaced.push(entry)
        page.location.href = new URL(entry[2], base).href
      },
    },
    async fetch(this: unknown, input) {
      if (this !== page) throw new TypeError('Illegal invocation')
      page.sent.push(input as Request)
      return Response.json({ fine: true })
    },
    Request: class extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input instanceof Request ? input : new URL(input, base), init)
      }
    },
  }
  return page
}
