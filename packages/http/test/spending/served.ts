import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createConnection } from 'node:net'
import type { RefuseAnswer } from '../../src/index.js'

/** What goes out in place of a response. */
export const INSTEAD: RefuseAnswer = {
  kind: 'refuse',
  status: 409,
  headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
  body: '{"code":"token_reserved"}',
}

/** A promise that a test settles. */
export interface Later<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

export function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Serves one request over HTTP/1 and gives back every byte that came, until the server closed the connection. */
export async function bytesOf(listener: RequestListener, method = 'GET'): Promise<string> {
  return serving(listener, async (port) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.end(`${method} / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`)
    let bytes = ''
    socket.setEncoding('latin1').on('data', (chunk) => {
      bytes += chunk
    })
    await once(socket, 'close')
    return bytes.replace(/^Date: .*\r\n/m, '')
  })
}

/** Runs a server for as long as a test needs it. */
export async function serving<T>(listener: RequestListener, run: (port: number) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await run((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
