import type { RefuseAnswer } from '../answer.js'
import type { NodeResponse } from '../node-response.js'
import { dropped, type HeldResponse, heldMethods } from './held-response.js'
import { type Call, headOf, METHODS, type Method, methodsOf, putHead, sendInstead } from './response-parts.js'

/** Decides on a response by its status: `undefined` lets it go out, an answer goes out in its place. Must not reject. */
export type DecideOnStatus = (status: number) => Promise<RefuseAnswer | undefined>

/**
 * Holds a response back, head and body, from its first byte until it is decided whether it goes out. To the handler it looks
 * as if it had gone: its head is fixed, and writers wait for `drain`. Informational heads are not held back.
 *
 * The answer tells whether a head went out past it, as the streams of HTTP/2 let it.
 */
export function holdBack(response: NodeResponse, decide: DecideOnStatus): () => boolean {
  const beneath = methodsOf(response)
  const before = response.getHeaders()
  const held: HeldResponse = { response, beneath, ask, calls: [], head: undefined, ended: false }
  let stage: 'held' | 'asked' | 'out' | 'replaced' = 'held'
  const isHeld = () => stage === 'held' || stage === 'asked'

  function ask(): void {
    held.head ??= headOf(response)
    if (stage !== 'held') return
    stage = 'asked'
    void decide(held.head.status).then(settle)
  }

  function settle(instead: RefuseAnswer | undefined): void {
    stage = 'out'
    try {
      if (instead) replace(instead)
      else replay(held)
    } catch (error) {
      // Nobody is left who could answer otherwise: the handler returned long ago.
      response.destroy(error as Error)
    }
  }

  function replace(instead: RefuseAnswer): void {
    sendInstead(response, beneath.end, before, instead)
    stage = 'replaced'
    letGo(held)
  }

  const methods = heldMethods(held)
  for (const name of METHODS)
    if (beneath[name])
      define(response, name, {
        writable: true,
        value: (...args: readonly unknown[]) => {
          if (isHeld()) return methods[name](...args)
          return stage === 'out' || !BODY.has(name) ? beneath[name]?.(...args) : swallow(response, name, args)
        },
      })
  const headersSent = show(response, 'headersSent', () => isHeld() && held.head !== undefined)
  show(response, 'writableEnded', () => isHeld() && held.ended)
  return () => stage === 'held' && headersSent()
}

const BODY: ReadonlySet<Method> = new Set(['write', 'end', 'flushHeaders', 'addTrailers', 'setTrailer'])

/** Does all that was held back, in its order. */
function replay({ response, beneath, calls, head, ended }: HeldResponse): void {
  if (head) putHead(response, head)
  const results = calls.map(({ name, args }) => (beneath[name] as Call)(...args))
  const last = calls.findLastIndex(({ name }) => name === 'write')
  if (last >= 0 && results[last] === true && !ended) response.emit('drain')
}

/** Lets writers go whose response was replaced. */
function letGo({ response, calls, ended }: HeldResponse): void {
  for (const { args } of calls) dropped(args)
  if (!ended) response.emit('drain')
}

/** What a handler writes on after its response was replaced. */
function swallow(response: NodeResponse, name: Method, args: readonly unknown[]): unknown {
  dropped(args)
  return name === 'write' ? true : response
}

/** Lets a member tell true while `isTrue`, and else what it tells by itself, which the answer reads. */
function show(response: NodeResponse, name: 'headersSent' | 'writableEnded', isTrue: () => boolean): () => boolean {
  const own = Object.getOwnPropertyDescriptor(response, name)?.get
  const itself = () =>
    own ? own.call(response) : Boolean(Reflect.get(Object.getPrototypeOf(response) as object, name, response))
  define(response, name, { get: () => isTrue() || itself() })
  return itself
}

function define(response: NodeResponse, name: string, member: PropertyDescriptor): void {
  Object.defineProperty(response, name, { configurable: true, enumerable: true, ...member })
}
