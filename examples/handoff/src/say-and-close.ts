import type { Socket } from 'node:net'

/** Says one line and closes: it stands for whatever your application does with a connection. */
export function sayAndClose(connection: Socket, line: string): void {
  connection.setTimeout(LINGER_MS, () => connection.destroy())
  connection.resume()
  connection.end(`${line}\n`)
  connection.on('end', () => connection.destroySoon())
}

/** Clients that do not close their side do not stay. */
const LINGER_MS = 5000
