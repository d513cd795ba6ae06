import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { PassAnswer } from '@hallpass/http'
import { headerPairs } from '../folded-name.js'
import { ownAnswer } from '../own-answers.js'
import { sendAnswer } from '../send-answer.js'
import { copyHead } from './response-headers.js'
import { isTimeout, timeout } from './upstream.js'

/** How an exchange with the upstream ended; with the error, where there was one. */
export interface Exchanged {
  readonly result: 'answered' | 'unreachable' | 'timeout' | 'broken' | 'client_left'
  readonly error: unknown
}

/** Both halves of an exchange. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly outgoing: ClientRequest
  readonly pass: PassAnswer
  /** Whether a trailer of the request goes on. */
  readonly passesTrailer: (name: string) => boolean
}

/**
 * Hands a request's body to the upstream and its response to the client, each no faster than it is taken. Whoever leaves
 * takes the other side along; an upstream that fails before it answers is a 502 or a 504.
 */
export function runExchange(exchange: Exchange): Promise<Exchanged> {
  const { response, outgoing } = exchange
  return new Promise((resolve) => {
    let answered = false
    const end = (result: Exchanged['result'], error?: unknown) => resolve({ result, error })
    const fail = (error: unknown) => {
      stopSending(exchange)
      if (answered || response.destroyed) return
      answered = true
      end(isTimeout(error) ? 'timeout' : 'unreachable', error)
      sendAnswer(response, ownAnswer(isTimeout(error) ? 'upstream_timeout' : 'upstream_unreachable'))
    }
    outgoing.on('continue', () => response.writeContinue())
    outgoing.on('response', (incoming) => {
      if (!isResponse(incoming)) return void outgoing.destroy(new Error('the upstream answered with no status'))
      answered = true
      incoming.on('error', (error) => end('broken', error))
      passResponse(exchange, incoming)
    })
    outgoing.on('timeout', () => {
      if (!response.writableNeedDrain) outgoing.destroy(timeout('the upstream was silent for too long'))
    })
    outgoing.on('error', fail)
    outgoing.on('close', () => fail(new Error('the upstream closed the connection without an answer')))
    response.on('close', () => {
      end(response.writableFinished ? 'answered' : 'client_left')
      outgoing.destroy()
    })
    passBody(exchange)
  })
}

/** Node's parser hands over any three digits, and its response takes no status below 100. */
function isResponse({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200
}

function passBody({ request, outgoing, passesTrailer }: Exchange): void {
  request.pipe(outgoing, { end: false })
  request.once('end', () => {
    const trailers = headerPairs(request.rawTrailers).filter(([name]) => passesTrailer(name))
    if (trailers.length > 0) outgoing.addTrailers(trailers as [string, string][])
    outgoing.end()
  })
}

/** What the client still sends is read and dropped, so that it comes to read the answer. */
function stopSending({ request, outgoing }: Exchange): void {
  request.unpipe(outgoing)
  request.resume()
}

function passResponse(exchange: Exchange, incoming: IncomingMessage): void {
  const { response, pass } = exchange
  copyHead(incoming, response, pass)
  incoming.pipe(response, { end: false })
  incoming.once('end', () => {
    if (incoming.rawTrailers.length > 0) response.addTrailers(headerPairs(incoming.rawTrailers) as [string, string][])
    response.end()
    if (!exchange.request.complete) stopSending(exchange)
  })
  incoming.once('close', () => {
    // A body that broke off must not look whole.
    if (!incoming.complete) response.destroy()
  })
}
