import type { TokenService } from '@hallpass/core'
import { contained, ignore } from '../contained.js'
import { refuseUnknownNames, refuseWrongService, wrong } from '../option-checks.js'

/** Options of `approvalRoutes`. `R` is the framework's request: Express's `req`, Koa's `ctx`. */
export interface ApprovalOptions<R> {
  /**
   * The application's own authentication: the name of the operator who asks, which is kept with each decision; `undefined`
   * where nobody is signed in, or no operator. Never asked about a request that carries a token.
   */
  readonly approver: (request: R) => string | undefined | Promise<string | undefined>
  /** Whether a token's metadata is shown. Default false. */
  readonly metadata?: boolean
  /** Milliseconds between two looks into the store while a page is open, from 250 on. What this process does itself is seen sooner. Default 2000. */
  readonly interval?: number
  /** The most event streams that are open at once; a page without one is loaded again by hand. Default 100. */
  readonly maxStreams?: number
  /** Hears what the service or `approver` threw, and is for logs: it reaches no response. What it throws changes nothing. */
  readonly onError?: (error: unknown) => void
  /** The clock that says how much time is left, in milliseconds. Default `Date.now`. */
  readonly now?: () => number
}

/** Options, checked and complete. */
export interface ApprovalSettings<R> extends Required<ApprovalOptions<R>> {
  readonly service: TokenService
}

/** The shortest time between two looks into the store, in milliseconds. */
export const SHORTEST_INTERVAL = 250

/**
 * Checks what `approvalRoutes` takes, at start-up.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readApprovalSettings<R>(service: TokenService, options: ApprovalOptions<R>): ApprovalSettings<R> {
  refuseWrongService(service, TAKER)
  refuseUnknownNames(options, APPROVAL_OPTION_NAMES, TAKER)
  const { approver, metadata = false, interval = 2000, maxStreams = 100, onError = ignore, now = Date.now } = options
  if (typeof approver !== 'function')
    throw wrong(TAKER, 'approver', "a function that gives the operator's name, from your own authentication", approver)
  if (typeof metadata !== 'boolean') throw wrong(TAKER, 'metadata', 'a boolean', metadata)
  if (!(interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL))
    throw wrong(TAKER, 'interval', `milliseconds from ${SHORTEST_INTERVAL} to ${LONGEST_INTERVAL}`, interval)
  if (!Number.isSafeInteger(maxStreams) || maxStreams < 0)
    throw wrong(TAKER, 'maxStreams', 'a whole number from 0 on', maxStreams)
  for (const [name, given] of Object.entries({ onError, now }))
    if (typeof given !== 'function') throw wrong(TAKER, name, 'a function', given)
  return Object.freeze({ service, approver, metadata, interval, maxStreams, onError: contained(onError), now })
}

const TAKER = 'approvalRoutes'
const LONGEST_INTERVAL = 60_000

/** The names of all options. */
export const APPROVAL_OPTION_NAMES: readonly (keyof ApprovalOptions<unknown>)[] = [
  'approver',
  'metadata',
  'interval',
  'maxStreams',
  'onError',
  'now',
]
