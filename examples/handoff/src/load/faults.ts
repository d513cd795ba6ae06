import type { Random } from './random.js'

/** What goes wrong, and in how many of 45 offers. */
const WEIGHTS = {
  none: 20,
  /** The worker presents its token when the deadline has passed. */
  slow: 5,
  silent: 3,
  /** It presents the token of another hand-off. */
  wrong_token: 5,
  malformed: 2,
  /** It presents its token twice. */
  twice: 4,
  /** It ends before it presents its token. */
  crash: 1,
  /** It ends when it has presented it. */
  crash_after: 1,
  disconnect: 1,
  /** It is killed from outside, at any point. */
  killed: 1,
  not_sent: 2,
} as const

/** A way in which a hand-off goes wrong. */
export type Fault = keyof typeof WEIGHTS

/** What happens to one offer. */
export interface PlannedFault {
  readonly fault: Fault
  /** When, counted from the offer. */
  readonly afterMs: number
}

/** The next failure, by chance. Slow ones come after the deadline, all others at any point of its first half. */
export function planFault(random: Random, deadlineMs: number): PlannedFault {
  const fault = pickFault(random)
  const moment = (random() * deadlineMs) / 2
  return { fault, afterMs: fault === 'slow' ? deadlineMs + moment : moment }
}

function pickFault(random: Random): Fault {
  const faults = Object.entries(WEIGHTS).flatMap(([fault, weight]) => Array<Fault>(weight).fill(fault as Fault))
  return faults[Math.floor(random() * faults.length)] ?? 'none'
}
