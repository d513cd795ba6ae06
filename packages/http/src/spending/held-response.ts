import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { NodeResponse } from '../node-response.js'
import { applyHead, type Beneath, type Call, type Head, headOf, type Method } from './response-parts.js'

/** A response that is held back, and what a handler has done to it so far. */
export interface HeldResponse {
  readonly response: NodeResponse
  readonly beneath: Beneath
  /** Fixes the head and asks for the decision, once. */
  readonly ask: () => void
  /** In their order. */
  readonly calls: { readonly name: Method; readonly args: readonly unknown[] }[]
  /** There once it is fixed. */
  head: Head | undefined
  ended: boolean
}

/** What the methods of a response do while it is held back. What Node would refuse at once, they refuse at once. */
export function heldMethods(held: HeldResponse): Readonly<Record<Method, Call>> {
  const { response, calls, ask } = held
  const keep = (name: Method) => (args: readonly unknown[]) => calls.push({ name, args })
  return {
    ...headMethods(held),
    write(...args) {
      refuseWrongChunk(args[0])
      ask()
      keep('write')(args)
      return false
    },
    end(...args) {
      if (args[0] != null && typeof args[0] !== 'function') refuseWrongChunk(args[0])
      ask()
      keep('end')(args)
      held.ended = true
      return response
    },
    flushHeaders() {
      ask()
      keep('flushHeaders')([])
    },
    addTrailers(...args) {
      refuseWrongTrailers(args[0])
      keep('addTrailers')(args)
    },
    setTrailer(...args) {
      refuseWrongTrailers([args])
      keep('setTrailer')(args)
    },
  }
}

/** Tells the callback among the arguments of a call that nothing came of it. */
export function dropped(args: readonly unknown[]): void {
  const callback = args.at(-1)
  if (typeof callback === 'function')
    process.nextTick(callback, new Error('another response was sent in place of this'))
}

type HeadMethod = 'writeHead' | 'setHeader' | 'setHeaders' | 'appendHeader' | 'removeHeader'

function headMethods(held: HeldResponse): Readonly<Record<HeadMethod, Call>> {
  const { response, beneath, calls, ask } = held
  const unlessFixed =
    (name: Method): Call =>
    (...args) => {
      if (held.head) throw headIsFixed()
      return beneath[name]?.(...args)
    }
  return {
    writeHead(...args) {
      if (held.head) throw headIsFixed()
      applyHead(response, args)
      held.head = headOf(response)
      calls.push({ name: 'writeHead', args: [held.head.status] })
      // Over HTTP/2 it sends the head; over HTTP/1 the head goes out with the first byte behind it.
      if (response.stream) ask()
      return response
    },
    setHeader: unlessFixed('setHeader'),
    setHeaders: unlessFixed('setHeaders'),
    appendHeader: unlessFixed('appendHeader'),
    removeHeader: unlessFixed('removeHeader'),
  }
}

/** As Node's own. */
function headIsFixed(): Error {
  return Object.assign(new Error('Cannot set headers after they are sent to the client'), {
    code: 'ERR_HTTP_HEADERS_SENT',
  })
}

/** As Node's own. */
function refuseWrongChunk(chunk: unknown): void {
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return
  throw Object.assign(new TypeError(`a chunk must be a string or a Uint8Array, got ${typeof chunk}`), {
    code: 'ERR_INVALID_ARG_TYPE',
  })
}

/** As Node's own. By name, or in pairs of names and values. */
function refuseWrongTrailers(trailers: unknown): void {
  for (const [name, values] of Array.isArray(trailers) ? trailers : Object.entries(trailers ?? {})) {
    validateHeaderName(name)
    for (const value of [values].flat()) validateHeaderValue(name, value)
  }
}
