import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that listens before it is known what it answers: the two of this example need each other's address. */
export interface Listening {
  readonly url: URL
  /** Answers requests from now on. */
  answer(listener: RequestListener): void
  /** Takes no new requests, and waits for those under way. */
  close(): Promise<void>
}

/** @throws Error where the port is taken; the text tells which variable chooses another */
export async function listen(host: string, port: number, variable: string): Promise<Listening> {
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with ${variable}`) : error
  })
  return {
    url: new URL(`http://${host}:${(server.address() as AddressInfo).port}`),
    answer: (listener) => void server.on('request', listener),
    close: () => close(server),
  }
}

/** Browsers keep connections open on which they ask nothing: after a grace these are cut. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}

const GRACE_MS = 1000
