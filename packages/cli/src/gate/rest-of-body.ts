import type { IncomingMessage } from 'node:http'

/** The time in which a client that still sends can read its answer. */
const GRACE_MS = 2000

/** Whether a request says that it has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || !['0', undefined].includes(headers['content-length'])
}

/** Whether the body of a request is not all there. Node calls one without a body complete only after its first event. */
export function stillComes(request: IncomingMessage): boolean {
  return hasBody(request) && !request.complete && !request.socket.destroyed
}

/**
 * Reads and drops what still comes of a request that is answered: a connection closed with bytes unread is reset, and the
 * client might lose its answer. Nobody holds a connection that way for longer than a moment.
 */
export function dropRest(request: IncomingMessage, then: () => void = () => {}): void {
  const timer = setTimeout(() => request.socket.destroy(), GRACE_MS)
  const stop = () => clearTimeout(timer)
  request.once('end', stop).once('close', stop).once('end', then).resume()
}
