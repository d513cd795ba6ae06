import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net'

/** An upstream on a free port. */
export interface Upstream {
  readonly url: string
  stop(): Promise<void>
}

/** An application of Node. */
export async function startApp(handle: RequestListener, more: (server: Server) => void = () => {}): Promise<Upstream> {
  const server = createServer(handle)
  more(server)
  return started(server, () => server.closeAllConnections())
}

/** An upstream of bytes: `answer` gets what came in so far, and the socket. */
export async function startBytes(answer: (text: string, socket: Socket) => void): Promise<Upstream> {
  const sockets = new Set<Socket>()
  const server = createNetServer((socket) => {
    let text = ''
    sockets.add(socket.on('error', () => socket.destroy()))
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
      answer(text, socket)
    })
  })
  return started(server, () => {
    for (const socket of sockets) socket.destroy()
  })
}

/** An upstream that keeps the whole text of the last request, and answers 200. */
export async function startRecorder(): Promise<Upstream & { readonly got: () => string }> {
  let got = ''
  const upstream = await startBytes((text, socket) => {
    got = text
    if (isWhole(text)) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
  })
  return { ...upstream, got: () => got }
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  if (/^transfer-encoding: chunked\r$/im.test(text.slice(0, end + 2))) return text.endsWith('0\r\n\r\n')
  const length = Number(/^content-length: (\d+)\r$/im.exec(text.slice(0, end + 2))?.[1] ?? 0)
  return text.length >= end + 4 + length
}

async function started(server: Server | NetServer, cut: () => void): Promise<Upstream> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

/** Runs a test with an upstream, and stops it. */
export async function withUpstream<U extends Upstream>(starting: Promise<U>, test: (upstream: U) => Promise<void>) {
  const upstream = await starting
  try {
    await test(upstream)
  } finally {
    await upstream.stop()
  }
}
