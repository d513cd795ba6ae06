import type { TokenRecord } from '../record/record.js'
import { createTimeQueue } from './time-queue.js'

/** How many of a group of records are live, at a price that does not grow with their number. */
export interface LiveCount {
  /** Hears of a record that came in. */
  opened(record: TokenRecord): void
  /** Hears of a record that was open and is not any more. */
  closed(record: TokenRecord): void
  at(now: number): number
  /** Whether every record that came in was closed or forgotten since. */
  isEmpty(): boolean
}

/**
 * Counts the open records whose expiry is ahead. Expired ones leave the count when the clock passes them; `isOpen` tells
 * whether one was closed or forgotten before. A clock that is handed in may also run back: then all are looked at.
 */
export function createLiveCount(isOpen: (id: string) => boolean, recount: (now: number) => number): LiveCount {
  const byExpiry = createTimeQueue()
  let passed = Number.NEGATIVE_INFINITY
  let live = 0
  let open = 0
  return {
    opened({ id, expiresAt }) {
      open++
      if (expiresAt <= passed) return
      live++
      byExpiry.add(expiresAt, id)
    },
    closed({ expiresAt }) {
      open--
      if (expiresAt > passed) live--
    },
    isEmpty: () => open === 0,
    at(now) {
      if (now < passed) return recount(now)
      passed = now
      for (let id = next(); id !== undefined; id = next()) if (isOpen(id)) live--
      return live
    },
  }

  function next(): string | undefined {
    return byExpiry.takeIf((at) => at <= passed)
  }
}
