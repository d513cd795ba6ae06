import type { Scope, TokenService, ValidatedToken } from '@hallpass/core'
import { createNotes } from './notes.js'

/**
 * What is known of a request, for as long as it lives. Kept by the request object itself and in no header, body or
 * property of it, so that nobody can forge it.
 */
export interface RequestMemory {
  /** Method and target as Node gave them out, before any middleware. */
  received: Received | undefined
  taken: readonly TakenUse[]
  attached: readonly AttachedToken[]
}

/** A request line as Node gave it out. */
export interface Received {
  readonly method: string | undefined
  readonly target: string | undefined
}

interface TakenUse {
  readonly service: TokenService
  readonly text: string
  readonly token: ValidatedToken
}

interface AttachedToken {
  readonly token: ValidatedToken
  /** The route that it was validated at; `undefined` for a decision on the whole application. */
  readonly route: object | undefined
}

const memories = createNotes<object, RequestMemory>()
const NONE: readonly never[] = Object.freeze([])

/** The memory of a request; made where there is none. */
export function memoryOf(key: object): RequestMemory {
  const known = memories.get(key)
  if (known) return known
  const memory: RequestMemory = { received: undefined, taken: NONE, attached: NONE }
  memories.set(key, memory)
  return memory
}

/** Keeps the use that a service took for this request, so that it is not taken twice. */
export function rememberTaken(key: object, use: TakenUse): void {
  if (takenUse(key, use.service, use.text)) return
  const memory = memoryOf(key)
  memory.taken = [...memory.taken, use]
}

/** What this service gave out when it took a use from this text for this request. */
export function takenUse(key: object, service: TokenService, text: string): ValidatedToken | undefined {
  return memories.get(key)?.taken.find((use) => use.service === service && use.text === text)?.token
}

/** Attaches a token to a request: to one route of it, or to all. Answers whether it is the first. */
export function attachToken(key: object, token: ValidatedToken, route: object | undefined): boolean {
  const memory = memoryOf(key)
  memory.attached = [...memory.attached, { token, route }]
  return memory.attached.length === 1
}

/** The last token that was attached for this route, or for the whole application; of this scope, where one is named. */
export function attachedToken(
  key: object,
  route: object | undefined,
  scope?: Scope | string,
): ValidatedToken | undefined {
  const name = typeof scope === 'object' ? scope.name : scope
  return memories
    .get(key)
    ?.attached.findLast(
      (attached) =>
        (attached.route === undefined || attached.route === route) &&
        (name === undefined || attached.token.scope === name),
    )?.token
}
