import { Agent, type ClientRequest, request } from 'node:http'
import type { HeaderPair } from '../grant-headers.js'
import type { GateLimits } from '../limits.js'
import type { Address } from '../listen-address.js'

/** A request to the upstream, as it goes over the wire. */
export interface UpstreamRequest {
  readonly method: string
  /** The raw target. */
  readonly target: string
  readonly headers: readonly HeaderPair[]
}

/** Starts requests to the one upstream. */
export type Upstream = (request: UpstreamRequest) => ClientRequest

/**
 * Each request has a connection of its own: no response can be taken for another request's, whatever the upstream makes of
 * a body, and none is lost on a connection that the upstream closes at that moment.
 */
export function createUpstream(address: Address, { connectMs, upstreamMs }: GateLimits): Upstream {
  const agent = new Agent({ keepAlive: false })
  const place = 'path' in address ? { socketPath: address.path } : { host: address.host, port: address.port }
  return ({ method, target, headers }) => {
    // Names and values in turn go out as they are: Node adds none of its own.
    const outgoing = request({
      ...place,
      agent,
      method,
      path: target,
      headers: headers.flat() as never,
      setHost: false,
    })
    outgoing.setTimeout(upstreamMs)
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) return
      const timer = setTimeout(() => outgoing.destroy(timeout('the upstream took no connection in time')), connectMs)
      const stop = () => clearTimeout(timer)
      socket.once('connect', stop).once('close', stop)
    })
    return outgoing
  }
}

/** The error of an upstream that is too slow. */
export function timeout(text: string): Error {
  return Object.assign(new Error(text), { code: 'ETIMEDOUT' })
}

/** Whether an upstream was too slow, as opposed to not there. */
export function isTimeout(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT'
}
