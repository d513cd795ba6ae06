import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { PassAnswer } from '@hallpass/http'
import { viewOf } from '../decider.js'
import type { HeaderPair } from '../grant-headers.js'
import { ownAnswer } from '../own-answers.js'
import { caught } from './caught.js'
import { headersFor, type ProxyParts } from './create-proxy.js'
import { cut } from './cut.js'
import { framingOf, hasOneHost } from './framing.js'
import { refuseSocket, writeHead } from './raw-response.js'
import { isResponse } from './response-headers.js'
import { stripToken } from './strip-token.js'
import { isTimeout, timeout } from './upstream.js'

/** Decides on an upgrade to WebSocket, and joins the client's connection with one to the upstream. */
export function createUpgradeProxy(parts: ProxyParts) {
  const { tell, decide } = parts
  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on('error', leaveToClose)
    if (!isPlainUpgrade(request)) {
      tell.refused(request, 'bad_request')
      return refuseSocket(socket, ownAnswer('bad_request'))
    }
    const told = { method: request.method ?? '', target: request.url ?? '' }
    const { answer } = await tell.judge(request, told, decide)
    if (answer.kind === 'refuse') return refuseSocket(socket, answer)
    if (!socket.destroyed) join(parts, { request, socket, head }, startUpgrade(parts, request, answer))
  }
}

/**
 * To WebSocket only, and in HTTP/1.1 (RFC 6455 4.1): an upgrade to h2c would open the upstream to requests that nobody
 * judges. Without a body, which would stand before the other protocol's first bytes.
 */
function isPlainUpgrade(request: IncomingMessage): boolean {
  const framing = framingOf(request)
  const hasBody = framing === undefined || framing.some(([, value]) => value !== '0')
  const isWebSocket = request.httpVersion === '1.1' && request.headers.upgrade?.toLowerCase() === 'websocket'
  return isWebSocket && hasOneHost(request) && !hasBody
}

function startUpgrade(parts: ProxyParts, request: IncomingMessage, answer: PassAnswer): ClientRequest {
  const { service, settings, upstream } = parts
  const { method = '', url = '' } = request
  const view = viewOf(request, { method, target: url })
  const stripped = stripToken(view, settings.places, (text) => service.owns(text))
  const headers = [...headersFor(request, answer, settings, stripped), ...UPGRADE]
  return upstream({ method, target: stripped.target, headers })
}

const UPGRADE: readonly HeaderPair[] = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
]

/** The client's side of an upgrade: `head` is what came behind its request. */
interface Client {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

function join({ tell, settings }: ProxyParts, client: Client, outgoing: ClientRequest): void {
  const { request, socket } = client
  let answered = false
  const fail = (error: unknown) => {
    if (answered) return cut(socket)
    answered = true
    const result = isTimeout(error) ? 'upstream_timeout' : 'upstream_unreachable'
    tell.exchanged(request, isTimeout(error) ? 'timeout' : 'unreachable', error)
    refuseSocket(socket, ownAnswer(result))
  }
  const on = caught(fail)
  const refused = (incoming: IncomingMessage) => {
    if (!isResponse(incoming)) return void outgoing.destroy(new Error('the upstream answered with no status'))
    answered = true
    tell.exchanged(request, 'not_upgraded', undefined)
    passRefusal(socket, incoming)
  }
  const upgraded = (incoming: IncomingMessage, behind: Duplex, first: Buffer) => {
    answered = true
    behind.on('error', leaveToClose)
    tell.exchanged(request, 'upgraded', undefined)
    writeHead(socket, incoming, UPGRADE)
    socket.write(first)
    behind.write(client.head)
    pipeBoth(socket as TimedDuplex, behind as TimedDuplex, settings.limits.idleMs)
  }
  socket.once('close', () => outgoing.destroy())
  outgoing.on('timeout', () => outgoing.destroy(timeout('the upstream was silent for too long')))
  outgoing.on('error', fail)
  outgoing.once('response', on(refused))
  outgoing.once('upgrade', on(upgraded))
  outgoing.end()
}

/** Hands on what the upstream says instead: its end is that of the connection. */
function passRefusal(socket: Duplex, incoming: IncomingMessage): void {
  writeHead(socket, incoming, [['Connection', 'close']])
  incoming.once('close', () => !incoming.complete && cut(socket))
  incoming.pipe(socket)
}

/** A socket, TCP or unix: streams have no time-out of their own. */
type TimedDuplex = Duplex & { setTimeout(ms: number): unknown }

/** Each side gets what the other sends, no faster than it takes it. One that breaks, closes or falls silent ends both. */
function pipeBoth(socket: TimedDuplex, behind: TimedDuplex, idleMs: number): void {
  const ways = [
    [socket, behind],
    [behind, socket],
  ] as const
  for (const [from, to] of ways) {
    from.setTimeout(idleMs)
    from.once('timeout', () => from.destroy())
    from.once('close', () => to.destroy())
    from.pipe(to)
  }
}

/** Node tells `close` after every error. */
function leaveToClose(): void {}
