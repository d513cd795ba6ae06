import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The response as Node's servers make it. That of HTTP/2 has the same members, and its stream beside them. */
export type NodeResponse = ServerResponse & { readonly stream?: ResponseStream }

/** The members of `ServerHttp2Stream` that tell what became of it. */
interface ResponseStream {
  readonly destroyed: boolean
  readonly writableFinished: boolean
  readonly rstCode?: number | undefined
}

/** Whether the client left before now. */
export function isGone(response: NodeResponse): boolean {
  const { destroyed, stream } = response
  return destroyed === true || (stream ? stream.destroyed : connectionOf(response).destroyed)
}

/** Hears once that a response ended, and whether its whole body was handed to the network. */
export function onceEnded(response: NodeResponse, listener: (whole: boolean) => void): void {
  const connection = connectionOf(response)
  const { stream } = response
  const standsInLine = !stream && !response.socket
  let whole = false
  // Node says 'finish' for a body that broke as well; before its own listener of it lets the socket go, the socket tells.
  response.prependOnceListener('finish', () => {
    whole = stream ? stream.writableFinished && !stream.rstCode : !connection.destroyed && !connection.errored
  })
  const end = () => {
    response.off('close', end)
    connection.off('close', end)
    listener(whole)
  }
  response.once('close', end)
  // Behind another on its connection a response has no socket yet, and Node does not tell it that the client left.
  if (standsInLine) connection.once('close', end)
}

/** The connection of a response over HTTP/1, also before its turn on it has come. */
function connectionOf({ socket, req }: NodeResponse): Socket {
  return socket ?? req.socket
}
