import { HallpassError, shown, type TokenService } from '@hallpass/core'

/**
 * Refuses names that are misspelt or of another function.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function refuseUnknownNames(options: object, names: readonly string[], taker: string): void {
  if (typeof options !== 'object' || options === null)
    throw new HallpassError('ERR_OPTIONS', `${taker}: options must be an object, got ${shown(options)}`)
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new HallpassError('ERR_OPTIONS', `${taker} has no option ${shown(unknown)}; it has ${names.join(', ')}`)
}

/**
 * Refuses what createTokenService did not make.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function refuseWrongService(service: TokenService, gate: string): void {
  if (typeof service?.consume !== 'function' || typeof service.validate !== 'function')
    throw new HallpassError(
      'ERR_OPTIONS',
      `${gate} takes a service that createTokenService made, got ${shown(service)}`,
    )
}

/**
 * One of a few words; the first is the default.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readChoice<T extends string>(
  given: T | undefined,
  choices: readonly [T, ...T[]],
  gate: string,
  name: string,
): T {
  if (given === undefined) return choices[0]
  if (choices.includes(given)) return given
  throw wrong(gate, name, choices.map((choice) => JSON.stringify(choice)).join(' or '), given)
}

/** The error of an option that has the wrong value. */
export function wrong(gate: string, name: string, expected: string, came: unknown): HallpassError {
  return new HallpassError('ERR_OPTIONS', `${gate}: ${name} must be ${expected}, got ${shown(came)}`)
}
