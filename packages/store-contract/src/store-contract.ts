import { closeCases } from './cases/close.js'
import { countCases } from './cases/count.js'
import { errorCases } from './cases/errors.js'
import { findCases } from './cases/find.js'
import { insertCases } from './cases/insert.js'
import { limitCases } from './cases/limits.js'
import { manyCases } from './cases/many.js'
import { pageCases } from './cases/page.js'
import { pageFilterCases } from './cases/page-filters.js'
import { replaceCases } from './cases/replace.js'
import { sweepCases } from './cases/sweep.js'
import type { ContractCase } from './contract-case.js'

/**
 * The cases that every store passes, each by itself and in any order. All times are in the records and in the
 * arguments, so no case waits, and no case depends on the clock.
 */
export const storeContract: readonly ContractCase[] = [
  ...insertCases,
  ...limitCases,
  ...findCases,
  ...replaceCases,
  ...pageCases,
  ...pageFilterCases,
  ...countCases,
  ...sweepCases,
  ...manyCases,
  ...closeCases,
  ...errorCases,
]
