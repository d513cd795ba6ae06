import { HallpassError, shown } from '@hallpass/core'

/** The error of an option of the gate that has the wrong value. */
export function wrong(name: string, expected: string, came: unknown): HallpassError {
  return new HallpassError('ERR_OPTIONS', `gate: ${name} must be ${expected}, got ${shown(came)}`)
}

/**
 * Refuses names that are misspelt, or of the other mode.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function refuseUnknownNames(given: object, names: readonly string[], taker: string): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown === undefined) return
  throw new HallpassError('ERR_OPTIONS', `${taker} has no option ${shown(unknown)}; it has ${names.join(', ')}`)
}

/**
 * One of a few words.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readWord<T extends string>(name: string, given: unknown, words: readonly T[]): T {
  const found = words.find((word) => word === given)
  if (found === undefined) throw wrong(name, words.map((word) => JSON.stringify(word)).join(' or '), given)
  return found
}
