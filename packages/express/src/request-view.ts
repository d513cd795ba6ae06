import { asReceived, type RequestView } from '@hallpass/http'
import type { Request } from 'express'

/** What hallpass needs to see of Express's request. `atRoute` says whether the router's values are those of the route. */
export function viewOf(req: Request, atRoute: boolean): RequestView<Request> {
  return {
    request: req,
    key: req,
    method: req.method,
    target: req.originalUrl,
    unchanged: isUnchanged(req),
    rawHeaders: req.rawHeaders,
    body: req.body,
    params: atRoute ? (req.params as RequestView['params']) : undefined,
  }
}

/** The members of Express's request that tell whether it changed on the way, whatever the types of its parameters. */
export type RequestLine = Pick<Request, 'method' | 'url' | 'baseUrl' | 'originalUrl' | 'rawHeaders'>

/**
 * Whether method and target are still what came over the wire: what Node gave out, and `baseUrl + url` behind the mounts.
 * For a request that no server of Node made, the word of `method-override` is all there is.
 */
export function isUnchanged(req: RequestLine): boolean {
  const received = asReceived(req)
  const sameMethod = req.method === (received ? received.method : originalMethodOf(req))
  const sameTarget = received === undefined || received.target === req.originalUrl
  return sameMethod && sameTarget && addsUp(req)
}

function originalMethodOf(req: RequestLine & { readonly originalMethod?: unknown }): unknown {
  return req.originalMethod ?? req.method
}

/** At the root of a mount Express puts a slash before what is left of the target, which may be nothing, or a query. */
function addsUp({ baseUrl, url, originalUrl }: RequestLine): boolean {
  if (baseUrl + url === originalUrl) return true
  return baseUrl !== '' && ADDED_SLASH.test(url) && baseUrl + url.slice(1) === originalUrl
}

const ADDED_SLASH = /^\/(?:\?|$)/
