import type { ServerResponse } from 'node:http'

/** The response as Node's servers make it. That of HTTP/2 has the same members, and its stream beside them. */
export type NodeResponse = ServerResponse & { readonly stream?: ResponseStream }

/** The members of `ServerHttp2Stream` that tell what became of it. */
interface ResponseStream {
  readonly destroyed: boolean
  readonly writableFinished: boolean
  readonly rstCode?: number | undefined
}

/** Whether the client left before now. */
export function isGone({ destroyed, stream }: NodeResponse): boolean {
  return destroyed === true || stream?.destroyed === true
}

/** Hears once that a response ended, and whether its whole body was handed to the network. */
export function onceEnded(response: NodeResponse, listener: (whole: boolean) => void): void {
  const { socket } = response.req
  const { stream } = response
  let whole = false
  // Node says 'finish' for a body that broke as well; before its own listener of it lets the socket go, the socket tells.
  response.prependOnceListener('finish', () => {
    whole = stream ? stream.writableFinished && !stream.rstCode : !socket.destroyed && !socket.errored
  })
  response.once('close', () => listener(whole))
}
