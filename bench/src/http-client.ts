import { connect, type Socket } from 'node:net'
import type { TokenUnderTest } from './tokens-under-test.js'

/** Keep-alive connections to one server, with a few requests always under way. */
export interface LoadClient {
  /** Sends requests for so many milliseconds; answers how many came back, all of them 200. */
  load(milliseconds: number): Promise<number>
  close(): void
}

const CONNECTIONS = 8

export async function loadClient(port: number, tokens: readonly TokenUnderTest[]): Promise<LoadClient> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)))
  let turn = 0
  const request = () => {
    const { text, request } = tokens[turn++ % tokens.length] as TokenUnderTest
    return `${request.method} ${request.target} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${text}\r\n\r\n`
  }
  return {
    load: async (milliseconds) => {
      const until = performance.now() + milliseconds
      const counts = await Promise.all(sockets.map((socket) => drive(socket, request, until)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.setNoDelay(true).on('error', reject)
  })
}

/** One request after another on a connection, until the time is over. */
function drive(socket: Socket, request: () => string, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0
    let seen = ''
    const onData = (chunk: Buffer): void => {
      seen += chunk.toString('latin1')
      const end = seen.indexOf('{"ok":true}')
      if (end === -1) return
      if (!seen.startsWith('HTTP/1.1 200')) reject(new Error(`unexpected answer: ${seen.slice(0, 200)}`))
      seen = ''
      count++
      if (performance.now() < until) socket.write(request())
      else {
        socket.off('data', onData)
        resolve(count)
      }
    }
    socket.on('data', onData)
    socket.write(request())
  })
}
