import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * A port that is free at this moment; the port that was asked for, where it is not 0.
 * @throws Error where it is taken; the text tells which variable chooses another
 */
export async function freePort(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with PORT`) : error
  })
  const { port: found } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return found
}
