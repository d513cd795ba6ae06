import type { TokenRecord } from '../record/record.js'

/** What callers hold and what is kept share nothing that could be written. */
export function frozenCopy(record: TokenRecord): TokenRecord {
  return deepFreeze(structuredClone(record))
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
