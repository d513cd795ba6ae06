import type { TokenService } from '@hallpass/core'
import { refuseUnknownNames, refuseWrongService, wrong } from '../option-checks.js'

/** How a token is watched while its stream is open. */
export interface WatchOptions {
  /** Ends the watch; `onEnd` is not called then. */
  readonly signal?: AbortSignal
  /** Milliseconds between two looks into the store, to which up to a fifth is added by chance, so that streams do not look in step. Default 5000. */
  readonly interval?: number
  /** How many looks in turn may fail before the stream ends as `unwatched`. One that takes longer than the interval has failed. Default 3. */
  readonly failures?: number
  /** Whether the stream also ends when the token expires. Default false: a ticket expires soon after it opened its stream. */
  readonly untilExpiry?: boolean
  /** Milliseconds, as the service's clock. Default `Date.now`. */
  readonly now?: () => number
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number
}

/** The options, checked and complete. */
export interface WatchSettings extends Required<Omit<WatchOptions, 'signal'>> {
  readonly signal: AbortSignal | undefined
}

/** @throws HallpassError `ERR_OPTIONS` */
export function readWatchOptions(options: WatchOptions): WatchSettings {
  refuseUnknownNames(options, WATCH_NAMES, TAKER)
  const { signal, interval = 5000, failures = 3, untilExpiry = false, now = Date.now, random = Math.random } = options
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw wrong(TAKER, 'signal', 'an AbortSignal', signal)
  if (!(interval >= 1 && interval <= LONGEST_INTERVAL))
    throw wrong(TAKER, 'interval', `milliseconds from 1 to ${LONGEST_INTERVAL}`, interval)
  if (!Number.isSafeInteger(failures) || failures < 1)
    throw wrong(TAKER, 'failures', 'a whole number from 1 on', failures)
  if (typeof untilExpiry !== 'boolean') throw wrong(TAKER, 'untilExpiry', 'a boolean', untilExpiry)
  for (const [name, value] of Object.entries({ now, random }))
    if (typeof value !== 'function') throw wrong(TAKER, name, 'a function', value)
  return { signal, interval, failures, untilExpiry, now, random }
}

/** @throws HallpassError `ERR_OPTIONS` */
export function refuseWrongWatch(service: TokenService, id: unknown, onEnd: unknown): void {
  refuseWrongService(service, TAKER)
  if (typeof id !== 'string' || id === '') throw wrong(TAKER, 'id', "a token's public id", id)
  if (typeof onEnd !== 'function') throw wrong(TAKER, 'onEnd', 'a function that closes the stream', onEnd)
}

const TAKER = 'watchToken'

/** The options that `watchToken` knows. */
export const WATCH_NAMES: readonly (keyof WatchOptions)[] = [
  'signal',
  'interval',
  'failures',
  'untilExpiry',
  'now',
  'random',
]

/** A day; timers hold no more than 24. */
const LONGEST_INTERVAL = 86_400_000
