import type { Server } from 'node:http'
import supertest, { type Response } from 'supertest'
import { connectTo } from '../differential/client/connection.js'

/** A request, said for both ways of sending it. */
export interface SentRequest {
  readonly method: string
  readonly target: string
  /** Lines, in their order. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  /** `'socket'` for what supertest would clean, refuse or join. Default supertest. */
  readonly over?: 'socket'
}

/** A response as both ways tell it: lines of one header are joined by commas. */
export interface ReceivedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends a request to a server that listens. */
export function send(server: Server, port: number, request: SentRequest): Promise<ReceivedResponse> {
  return request.over === 'socket' ? sendOverSocket(port, request) : sendBySupertest(server, request)
}

async function sendBySupertest(server: Server, request: SentRequest): Promise<ReceivedResponse> {
  const sending = supertest(server)[request.method.toLowerCase() as 'get'](request.target)
  for (const [name, value] of request.headers ?? []) sending.set(name, value)
  const response = await sending.redirects(0).buffer(true).parse(readText).send(request.body)
  return { status: response.status, headers: response.headers, body: String(response.body ?? '') }
}

/** Every body is read as it is, whatever its type. */
function readText(response: Response, done: (error: Error | null, body: unknown) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  stream.on('end', () => done(null, text))
}

async function sendOverSocket(port: number, request: SentRequest): Promise<ReceivedResponse> {
  const { method, target, headers = [], body = '' } = request
  const framing = [
    ['Host', 'a.example'],
    ['Connection', 'close'],
    ...(body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))]]),
  ]
  const lines = [...framing, ...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  const connection = connectTo(port)
  const [response] = await connection.exchange([
    { method, text: `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}` },
  ])
  connection.close()
  if (!response) throw new Error(`no response to ${method} ${target}`)
  return { status: response.status, headers: headersOf(response.head), body: response.body }
}

function headersOf(head: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
