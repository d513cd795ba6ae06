import type { Rounds } from '../measure/interleave.js'
import type { Report } from '../report/report.js'

/** How much work the benchmarks do. */
export type Effort = 'quick' | 'full' | 'large'

/** One benchmark, run in a process of its own: `run` is the only export of its file. */
export type Group = (effort: Effort) => Promise<Report>

/** The rounds of what takes microseconds. */
export function roundsOf(effort: Effort): Rounds {
  return effort === 'quick' ? { rounds: 40, slice: 5 } : { rounds: 200, slice: 8 }
}
