import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, lockedTooLong, sqliteFailure } from './sqlite-failure.js'

/** Runs work on the database, and again a little later as long as another connection has it locked. */
export interface BusyLine {
  /** For work that takes the lock: it stands behind what is waiting already. */
  readonly write: <T>(work: () => T) => Promise<T>
  /** For work that needs the lock in rare cases only: it is tried at once. */
  readonly read: <T>(work: () => T) => Promise<T>
}

export interface BusyLineOptions {
  /** How long work waits for the lock, in milliseconds. */
  readonly busyTimeout: number
  /** Waits. Default a timer. */
  readonly wait?: (milliseconds: number) => Promise<unknown>
  /** Milliseconds since any moment, never going back. Default `performance.now`. */
  readonly elapsed?: () => number
}

/**
 * Waiting is done here and not in SQLite, whose own waiting holds up the event loop. Who finds the database locked begins
 * a line, and only the first in line tries again: a thousand callers do not try a thousand times.
 *
 * What is thrown is `ERR_STORE`.
 */
export function createBusyLine(options: BusyLineOptions): BusyLine {
  const { busyTimeout, wait = delay, elapsed = () => performance.now() } = options
  let line: Promise<unknown> | undefined
  return {
    write: async (work) => (line === undefined ? tryNow(work) : stand(work)),
    read: async (work) => tryNow(work),
  }

  function tryNow<T>(work: () => T): T | Promise<T> {
    try {
      return work()
    } catch (error) {
      if (isBusy(error)) return stand(work)
      throw sqliteFailure(error)
    }
  }

  function stand<T>(work: () => T): Promise<T> {
    const end = elapsed() + busyTimeout
    const turn = (line ?? Promise.resolve()).then(() => tryUntil(end, work))
    const place = turn.then(leave, leave)
    line = place
    return turn

    function leave(): void {
      if (line === place) line = undefined
    }
  }

  async function tryUntil<T>(end: number, work: () => T): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return work()
      } catch (error) {
        if (!isBusy(error)) throw sqliteFailure(error)
        if (elapsed() >= end) throw lockedTooLong(error, busyTimeout)
      }
      await wait(pauseAfter(tries))
    }
  }
}

/** 1 to 25 ms, longer by and by, and not in step with other processes. */
function pauseAfter(tries: number): number {
  return 1 + Math.random() * Math.min(24, 2 ** tries)
}
