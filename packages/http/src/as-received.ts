import { subscribe } from 'node:diagnostics_channel'
import { headerLines } from './raw-headers.js'
import { memoryOf, type Received } from './request-memory.js'

/** The members of Node's `IncomingMessage`, over HTTP/1 and HTTP/2, that are needed here. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly rawHeaders: readonly string[]
}

/**
 * Notes method and target of every request from now on, before any middleware can change them: Node keeps no second copy.
 * Done once in a process, when the first guard is made.
 */
export function watchRequests(): void {
  if (watching) return
  watching = true
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { readonly request: NodeRequest }
    memoryOf(request).received = { method: request.method, target: request.url }
  })
}

let watching = false

/**
 * Method and target as they came over the wire. `undefined` for a request that no server of Node made (an injected one),
 * or that came before the first guard was made.
 */
export function asReceived(request: NodeRequest): Received | undefined {
  return memoryOf(request).received ?? pseudoHeaders(request.rawHeaders)
}

/** HTTP/2 carries both among the headers, and Node leaves them there. */
function pseudoHeaders(rawHeaders: readonly string[]): Received | undefined {
  const [method] = headerLines(rawHeaders, ':method')
  const [target] = headerLines(rawHeaders, ':path')
  return method === undefined || target === undefined ? undefined : { method, target }
}
