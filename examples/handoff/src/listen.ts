import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/**
 * Listens at localhost; resolves with a server whose connections nobody has read from.
 * @throws Error where the port is taken; the text tells which variable chooses another
 */
export async function listen(port: number, take: (connection: Socket) => void): Promise<Server> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (connection) => {
    take(connection.on('error', () => connection.destroy()))
  })
  server.listen(port, 'localhost')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with PORT`) : error
  })
  return server
}

/** The port at which it listens. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
