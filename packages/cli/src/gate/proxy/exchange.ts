import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { PassAnswer } from '@hallpass/http'
import { headerPairs } from '../folded-name.js'
import { ownAnswer } from '../own-answers.js'
import { dropRest, stillComes } from '../rest-of-body.js'
import { sendAnswer } from '../send-answer.js'
import { caught } from './caught.js'
import { cutResponse } from './cut.js'
import { isResponse, sendHead } from './response-headers.js'
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
  const { request, response, outgoing } = exchange
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
    const breakOff = (error: unknown) => {
      end('broken', error)
      outgoing.destroy()
      cutResponse(response)
    }
    const on = caught(breakOff)
    const pass = (incoming: IncomingMessage) => {
      if (answered) return void incoming.destroy()
      if (!isResponse(incoming)) return void outgoing.destroy(new Error('the upstream answered with no status'))
      answered = true
      incoming.on('error', (error) => end('broken', error))
      passResponse(exchange, incoming, on)
    }
    outgoing.on('response', on(pass))
    // A client of HTTP/1.0 would take it for the answer.
    if (request.httpVersion === '1.1') outgoing.on('continue', () => response.writeContinue())
    outgoing.on('timeout', () => {
      if (!response.writableNeedDrain) outgoing.destroy(timeout('the upstream was silent for too long'))
    })
    outgoing.on('error', on(fail))
    outgoing.on(
      'close',
      on(() => fail(new Error('the upstream closed the connection without an answer'))),
    )
    response.on('error', breakOff)
    response.on('close', () => {
      end(response.writableFinished ? 'answered' : 'client_left')
      outgoing.destroy()
    })
    passBody(exchange, on)
  })
}

type On = ReturnType<typeof caught>

function passBody({ request, outgoing, passesTrailer }: Exchange, on: On): void {
  const finish = () => {
    const trailers = headerPairs(request.rawTrailers).filter(([name]) => passesTrailer(name))
    if (trailers.length > 0) outgoing.addTrailers(trailers as [string, string][])
    outgoing.end()
  }
  request.pipe(outgoing, { end: false })
  request.once('end', on(finish))
}

/** What the client still sends is read and dropped, so that it comes to read the answer. */
function stopSending({ request, outgoing }: Exchange): void {
  request.unpipe(outgoing)
  request.resume()
}

function passResponse(exchange: Exchange, incoming: IncomingMessage, on: On): void {
  const { request, response, pass } = exchange
  const finish = () => {
    // Where there are no chunks, Node writes none of them.
    if (incoming.rawTrailers.length > 0) response.addTrailers(headerPairs(incoming.rawTrailers) as [string, string][])
    response.end()
    if (!stillComes(request)) return
    stopSending(exchange)
    response.once('finish', () => stillComes(request) && dropRest(request))
  }
  sendHead(incoming, response, pass)
  incoming.pipe(response, { end: false })
  incoming.once('end', on(finish))
  incoming.once('close', () => {
    // A body that broke off must not look whole.
    if (!incoming.complete) cutResponse(response)
  })
}
