import type { ValidatedToken } from '@hallpass/core'
import type { ProblemCode, RefusedBecause } from './answers.js'
import type { NodeResponse } from './node-response.js'

/** The decision on a request, in the words of HTTP. An adapter translates it and decides nothing. */
export type Answer = PassAnswer | PassOnAnswer | RefuseAnswer

/** The token opens the request. */
export interface PassAnswer {
  readonly kind: 'pass'
  readonly token: ValidatedToken
  /** Headers that the response starts with; the handler may replace them. */
  readonly headers: ResponseHeaders
  /** Names to add to the response's `Vary`, with commas between; may be empty. */
  readonly vary: string
  /** A use that the response spends or gives back; `undefined` where it is spent already, or none is taken. */
  readonly held: HeldUse | undefined
}

/** A use that is spent or given back by what becomes of the response. */
export interface HeldUse {
  /**
   * Watches the response from here on. False where the client left already, or somebody else began to answer, such as a
   * time-out of the application: then the use is given back, and no handler must run.
   */
  settleBy(response: NodeResponse): boolean
}

/** Nobody decided: nothing was presented, or the guard behind decides. The request goes on without a token. */
export interface PassOnAnswer {
  readonly kind: 'pass_on'
}

/** The one answer of its kind. */
export const PASS_ON: PassOnAnswer = Object.freeze({ kind: 'pass_on' })

/** The request ends here, with this response. */
export interface RefuseAnswer {
  readonly kind: 'refuse'
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: string
}

/** The request ends here with what it asked for: a page that confirms, or what operators and callers are told. No token was spent. */
export interface ShowAnswer {
  readonly kind: 'show'
  readonly status: number
  readonly headers: ResponseHeaders
  /** A line of `Set-Cookie`, to be added to those that are there; `undefined` for none. */
  readonly setCookie: string | undefined
  readonly body: string
}

/** Headers by their names, which are lower case; a list of values is a line each. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[]>>

/** A refusal as the application hears of it, with the true reason, whatever the client was told. */
export interface Refused {
  readonly because: RefusedBecause
  /** The status and the code that the client is told. */
  readonly status: number
  readonly code: ProblemCode
  /** The token's public id; there only if the right secret was presented. */
  readonly tokenId: string | undefined
  /** What the service or an option function threw, where `because` is `'unavailable'`. For logs: it reaches no response. */
  readonly error: unknown
}
