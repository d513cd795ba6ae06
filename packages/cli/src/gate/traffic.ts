import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GateLimits } from './limits.js'
import type { GateMetrics } from './metrics.js'

/** The requests and upgraded connections of a server, and how it stops without losing one. */
export interface Traffic {
  readonly stopping: () => boolean
  /**
   * A request begins; `false` where its connection ends with the answer before it, so that nobody would get this one's
   * (RFC 9112 9.6). Such a request is not to be looked at.
   */
  begin(response: ServerResponse): boolean
  /** Whether a response on this connection is not out yet. */
  isAnswering(socket: Duplex): boolean
  /** A connection leaves the server's hands. */
  upgraded(socket: Duplex): void
  /**
   * Takes no more connections, lets every request on those that are there come to its end, tells their clients to go, and
   * cuts what is left when the time is up.
   */
  stop(): Promise<void>
}

export function createTraffic(server: Server, { stopMs }: GateLimits, { inFlight }: GateMetrics): Traffic {
  const responses = new Set<ServerResponse>()
  const sockets = new Set<Duplex>()
  /** The last response of each connection: those before it go out first. */
  const last = new WeakMap<Duplex, ServerResponse>()
  let stopped: Promise<void> | undefined
  const underWay = (socket: Duplex) => {
    const response = last.get(socket)
    return response && responses.has(response) ? response : undefined
  }
  return {
    stopping: () => stopped !== undefined,
    begin(response) {
      const { socket } = response.req
      if (saysGoodbye(underWay(socket))) return false
      if (stopped) sayGoodbye(response)
      keep(responses, response, inFlight)
      last.set(socket, response)
      return true
    },
    isAnswering: (socket) => underWay(socket) !== undefined,
    upgraded: (socket) => keep(sockets, socket, inFlight),
    stop() {
      stopped ??= stopServer(server, stopMs, { responses, sockets, isLast: (one) => last.get(one.req.socket) === one })
      return stopped
    },
  }
}

function keep<T extends ServerResponse | Duplex>(all: Set<T>, one: T, inFlight: GateMetrics['inFlight']): void {
  all.add(one)
  inFlight.inc()
  one.once('close', () => {
    all.delete(one)
    inFlight.dec()
  })
}

interface UnderWay {
  readonly responses: ReadonlySet<ServerResponse>
  readonly sockets: ReadonlySet<Duplex>
  /** Whether no other response of the connection comes behind. */
  readonly isLast: (response: ServerResponse) => boolean
}

async function stopServer(server: Server, stopMs: number, { responses, sockets, isLast }: UnderWay): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  }, stopMs)
  for (const response of responses) if (isLast(response)) sayGoodbye(response)
  await closed(server)
  clearTimeout(cut)
  // Its timer is all that is left.
  server.close()
}

/**
 * Node's own `close` cuts idle connections at once, on which a request may be under way already. Here they stay until
 * they have been idle for as long as ever, or have been told to go with their next response.
 */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void NetServer.prototype.close.call(server, () => resolve()))
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

function saysGoodbye(response: ServerResponse | undefined): boolean {
  return response?.getHeader('connection') === 'close'
}
