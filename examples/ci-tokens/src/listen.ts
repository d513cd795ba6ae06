import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that listens. */
export interface Listening {
  readonly url: URL
  /** Takes no new requests, and waits for those under way. */
  close(): Promise<void>
}

/** @throws Error where the port is taken; the text tells which variable chooses another */
export async function listen(listener: RequestListener, port: number, variable: string): Promise<Listening> {
  const server = createServer(listener)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with ${variable}`) : error
  })
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    },
  }
}
