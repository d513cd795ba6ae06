import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RefuseAnswer } from '@hallpass/http'
import type { HeaderPair } from '../grant-headers.js'
import { unchunkedLines } from './response-headers.js'

/** Writes the head of the upstream's response to a connection that Node handed over, as it does with an upgrade. */
export function writeHead(socket: Duplex, incoming: IncomingMessage, more: readonly HeaderPair[]): void {
  const { statusCode = 502 } = incoming
  socket.write(headText(statusCode, [...unchunkedLines(incoming), ...more]), 'latin1')
}

/** Writes a refusal and closes the connection when it is out, or after 5 seconds if nobody takes it. */
export function refuseSocket(socket: Duplex, { status, headers, body }: RefuseAnswer): void {
  if (socket.destroyed || socket.writableEnded) return
  const patience = setTimeout(() => socket.destroy(), 5000)
  socket.once('close', () => clearTimeout(patience))
  socket.once('finish', () => socket.destroy())
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  const length = [
    ['content-length', String(Buffer.byteLength(body))],
    ['connection', 'close'],
  ] as const
  socket.end(headText(status, [...lines, ...length]) + body)
}

/** RFC 9112 2.1. */
function headText(status: number, lines: readonly HeaderPair[]): string {
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${text}\r\n`
}
