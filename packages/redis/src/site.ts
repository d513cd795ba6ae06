import type { Layout } from './keys.js'
import type { Suspects } from './ledger/suspects.js'
import type { Line } from './line.js'

/** Where the store's calls work: the way to the server, and where things are there. */
export interface Site {
  readonly line: Line
  readonly layout: Layout
  readonly suspects: Suspects
  /** A text that no other call has, in this process or another. */
  readonly nextStamp: () => string
}
