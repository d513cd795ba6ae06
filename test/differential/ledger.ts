import type { ValidatedToken } from '@hallpass/core'
import type { NaiveGateName } from './gates/naive-gates.js'

/** What happened to one request inside an application. */
export interface Entry {
  /** As the parser read them. */
  readonly method: string
  readonly target: string
  /** The naive gates that would have let it through. */
  readonly passedNaive: Set<NaiveGateName>
  /** Whether the service's own rule opens it, asked at the root with nothing but method and raw target. */
  passedRule: boolean
  /** Whether the gate at the root, where there is one, let it through. */
  passedRoot: boolean
  /** The handlers that the router reached, before any gate at the route. */
  readonly dispatched: Dispatch[]
  /** What stood behind the gate at the route, or behind none: the handlers that ran to their end. */
  readonly ran: Run[]
}

export interface Dispatch {
  /** The request's method and the whole pattern, mount included. */
  readonly route: string
  /** What the router bound, in all routers on the way. */
  readonly params: Readonly<Record<string, unknown>>
}

export interface Run extends Dispatch {
  readonly token: ValidatedToken | undefined
}

/** The header that carries the number of a case through the application. */
export const CASE_HEADER = 'x-case'

/** What happened, by request while it happens and by the number of the case afterwards. */
export interface Ledger {
  /** Opens the entry of a request; a case that is sent again starts over. */
  enter(request: NumberedRequest): Entry
  of(request: object): Entry
  /** The number of the case that a request belongs to. */
  indexOf(request: NumberedRequest): number
  /** `undefined` where the application never saw the case. */
  at(index: number): Entry | undefined
}

/** The part of Node's request that carries the number of its case. */
export interface NumberedRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export function createLedger(): Ledger {
  const byRequest = new WeakMap<object, Entry>()
  const byCase = new Map<number, Entry>()
  const indexOf = (request: NumberedRequest) => Number(request.headers[CASE_HEADER])
  return {
    indexOf,
    enter(request) {
      const { method = '', url: target = '' } = request
      const entry: Entry = {
        method,
        target,
        passedNaive: new Set(),
        passedRule: false,
        passedRoot: false,
        dispatched: [],
        ran: [],
      }
      byRequest.set(request, entry)
      byCase.set(indexOf(request), entry)
      return entry
    },
    of(request) {
      const entry = byRequest.get(request)
      if (!entry) throw new Error('a request was dispatched that never entered the application')
      return entry
    },
    at: (index) => byCase.get(index),
  }
}
