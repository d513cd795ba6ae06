import type { Rounds } from '../measure/interleave.js'
import type { Report } from '../report/report.js'

/** How much work the benchmarks do: `'glance'` is what a test can wait for. */
export type Effort = 'glance' | 'quick' | 'full' | 'large'

/** One benchmark, run in a process of its own: `run` is the only export of its file. */
export type Group = (effort: Effort) => Promise<Report>

/** The rounds of what takes microseconds. */
export function roundsOf(effort: Effort): Rounds {
  return ROUNDS[effort]
}

const ROUNDS: Readonly<Record<Effort, Rounds>> = {
  glance: { rounds: 21, slice: 3 },
  quick: { rounds: 40, slice: 5 },
  full: { rounds: 200, slice: 8 },
  large: { rounds: 200, slice: 8 },
}
