import { readChoice, wrong } from '../option-checks.js'
import type { GuardOptions } from '../options.js'
import type { Spending } from './take-use.js'

/**
 * Reads when a guard spends.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readSpending<R>(options: GuardOptions<R>): Spending {
  const spend = readChoice(options.spend, ['before', 'on-success', 'on-complete'], 'guard', 'spend')
  if (spend === 'on-complete') return { spend, attempts: readAttempts(options.attempts) }
  if (options.attempts === undefined) return { spend }
  throw wrong('guard', 'attempts', 'left out unless spend is "on-complete"', options.attempts)
}

function readAttempts(attempts = 3): number {
  if (Number.isSafeInteger(attempts) && attempts >= 1) return attempts
  throw wrong('guard', 'attempts', 'a whole number of at least 1', attempts)
}
