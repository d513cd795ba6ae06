// @ts-check
// Pages load this file as it is: it has no imports and needs no build.

/** @type {typeof import('./capture-token.js').captureToken} */
export function captureToken({ header = 'x-hallpass-token', window: page = window } = {}) {
  const { href } = page.location
  const { token, address } = takeToken(href)
  if (address !== href) page.history.replaceState(page.history.state, '', address)
  return Object.freeze({ present: token !== undefined, fetch: fetchAtHome(page, header, token) })
}

/**
 * Works on the address as text: a URL object would respell what stays, and a relative address would be read against a
 * `<base>`.
 * @param {string} href
 */
function takeToken(href) {
  const mark = href.indexOf('#')
  const parts = mark === -1 ? [] : href.slice(mark + 1).split('&')
  const [text, ...more] = parts.filter(holdsToken).map((part) => part.slice(2))
  if (text === undefined) return { token: undefined, address: href }
  const kept = parts.filter((part) => !holdsToken(part)).join('&')
  return {
    token: more.length === 0 && TOKEN68.test(text) ? text : undefined,
    address: href.slice(0, mark) + (kept === '' ? '' : `#${kept}`),
  }
}

/** @param {string} part */
const holdsToken = (part) => part.startsWith('t=')

/** RFC 6750 2.1: nothing else can be sent as a credential. */
const TOKEN68 = /^[A-Za-z0-9\-._~+/]+=*$/

/**
 * The page's fetch and Request are those of now: a script that replaces them later is handed no token.
 * @param {import('./capture-token.js').CaptureWindow} page
 * @param {import('./capture-token.js').TokenHeader} header
 * @param {string | undefined} token
 * @returns {typeof fetch}
 */
function fetchAtHome(page, header, token) {
  const { fetch: send, Request, location } = page
  const { origin } = location
  return async (input, init) => {
    // What is judged is what is sent: the caller's objects are read once, into this Request.
    const request = new Request(new Request(input, init), { redirect: 'error', mode: 'same-origin' })
    refuseElsewhere(new URL(request.url), origin)
    if (token !== undefined) request.headers.set(header, header === 'authorization' ? `Bearer ${token}` : token)
    return send.call(page, request)
  }
}

/**
 * The scheme is judged too: a `blob:` URL has the origin of the page that made it.
 * @param {URL} url
 * @param {string} home
 */
function refuseElsewhere({ protocol, host, origin }, home) {
  if (origin === home && (protocol === 'https:' || protocol === 'http:')) return
  throw new DOMException(`captureToken's fetch goes to ${home} only, got ${protocol}//${host}`, 'SecurityError')
}
