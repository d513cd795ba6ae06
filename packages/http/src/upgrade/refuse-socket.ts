import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RefuseAnswer } from '../answer.js'

/** Writes a refusal as a response of HTTP/1.1 and closes the socket when it is out, or after 5 seconds if nobody takes it. */
export function refuseSocket(socket: Duplex, answer: RefuseAnswer): void {
  if (socket.destroyed) return
  const patience = setTimeout(() => socket.destroy(), 5000)
  patience.unref()
  socket.once('close', () => clearTimeout(patience))
  socket.once('finish', () => socket.destroy())
  socket.end(responseText(answer))
}

/** The bytes of a response (RFC 9112), whose headers are hallpass's own. */
function responseText({ status, headers, body }: RefuseAnswer): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
