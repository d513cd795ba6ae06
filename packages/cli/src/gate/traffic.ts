import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GateLimits } from './limits.js'
import type { GateMetrics } from './metrics.js'

/** The requests and upgraded connections of a server, and how it stops without losing one. */
export interface Traffic {
  readonly stopping: () => boolean
  /** A request begins. */
  begin(response: ServerResponse): void
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
  let stopped: Promise<void> | undefined
  return {
    stopping: () => stopped !== undefined,
    begin(response) {
      if (stopped) sayGoodbye(response)
      keep(responses, response, inFlight)
    },
    isAnswering: (socket) => [...responses].some(({ req }) => req.socket === socket),
    upgraded: (socket) => keep(sockets, socket, inFlight),
    stop() {
      stopped ??= stopServer(server, stopMs, responses, sockets)
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

async function stopServer(
  server: Server,
  stopMs: number,
  responses: ReadonlySet<ServerResponse>,
  sockets: ReadonlySet<Duplex>,
): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  }, stopMs)
  for (const response of responses) sayGoodbye(response)
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
