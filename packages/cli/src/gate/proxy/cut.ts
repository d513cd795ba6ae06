import type { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Ends a connection with a reset, so that what came over it does not look whole. A unix socket knows none, and is closed. */
export function cut(socket: Duplex): void {
  if (socket instanceof Socket && socket.remoteAddress !== undefined) socket.resetAndDestroy()
  else socket.destroy()
}

/** Cuts a response; where it waits for an earlier one on its connection, only once that one is out. */
export function cutResponse(response: ServerResponse): void {
  if (response.socket === null) response.destroy()
  else cut(response.socket)
}
