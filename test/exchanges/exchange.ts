import type { MintedToken, MintOptions, Scope } from '@hallpass/core'
import type { ProblemCode } from '@hallpass/http'
import type { GateSetup, SharedOptions } from './apps/app-setup.js'
import type { ReceivedResponse, SentRequest } from './client.js'
import type { World } from './world.js'

/** One request, and what comes of it, the same on every framework and at every place. */
export interface Exchange {
  /** A sentence; with the number of the behaviour, where it shows one. */
  readonly name: string
  /** The gates that it holds for. Default all that have a guard. */
  readonly gates?: readonly GateSetup[]
  readonly options?: SharedOptions
  /** The token that is minted. Default one for the flow `f-1`. */
  readonly mint?: { readonly scope: Scope } & MintOptions
  /** What happens between the mint and the request. */
  readonly meanwhile?: (world: World, minted: MintedToken) => unknown
  readonly request: (token: string) => SentRequest
  readonly expect: Expected
}

export interface Expected {
  readonly status: number
  /** The problem code in the body; none where the handler answers. */
  readonly code?: ProblemCode
  /** The handler that runs; none where none does. */
  readonly runs?: string
  /** The resource id that the handler sees. */
  readonly resourceId?: string
  readonly usesLeft?: number
  /** Headers of the response; `undefined` for one that must not be there. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** How often the store was read. */
  readonly reads?: number
}

/** What came of an exchange, in the words of what was expected, and the response as it was. */
export interface Outcome {
  readonly expected: Expected
  readonly response: ReceivedResponse
}
