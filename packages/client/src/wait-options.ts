import { readTime } from './read-time.js'
import { sleepByTimer } from './sleep-by-timer.js'

/** How {@link waitForApproval} waits. All times are milliseconds. */
export interface WaitOptions {
  /** The longest wait in all; after it the wait rejects with a `TimeoutError`. Default 10 minutes. */
  readonly timeout?: number
  /** The time between two questions where the server gives no hint. Default 2 seconds. */
  readonly interval?: number
  /** The longest time between two questions that doubling leads to. The server's hint may be longer. Default 30 seconds. */
  readonly maxInterval?: number
  /** Ends the wait, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** A clock that never runs back. Default `performance.now`. */
  readonly now?: () => number
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number
  /** Resolves after so many milliseconds, or rejects when the signal aborts. Default a timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/**
 * The options with their defaults.
 * @throws RangeError for a time that is not a positive number of milliseconds below 2^31
 */
export function readWaitOptions(options: WaitOptions) {
  return {
    timeout: readTime('timeout', options.timeout ?? 600_000),
    interval: readTime('interval', options.interval ?? 2000),
    maxInterval: readTime('maxInterval', options.maxInterval ?? 30_000),
    signal: options.signal,
    now: options.now ?? (() => performance.now()),
    random: options.random ?? Math.random,
    sleep: options.sleep ?? sleepByTimer,
  }
}
