import { closeFaults } from './close.js'
import { countFaults } from './count.js'
import { errorFaults } from './errors.js'
import type { Fault } from './fault.js'
import { findFaults } from './find.js'
import { insertFaults } from './insert.js'
import { limitsFaults } from './limits.js'
import { pageFaults } from './page.js'
import { replaceFaults } from './replace.js'
import { sweepFaults } from './sweep.js'

/** Stores with one fault each. */
export const FAULTS: readonly Fault[] = [
  ...limitsFaults,
  ...insertFaults,
  ...findFaults,
  ...replaceFaults,
  ...pageFaults,
  ...countFaults,
  ...sweepFaults,
  ...closeFaults,
  ...errorFaults,
]
