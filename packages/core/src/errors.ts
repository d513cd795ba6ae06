/** Every code that a {@link HallpassError} can carry. `docs/errors.md` tells the cause and the cure of each. */
export const ERROR_CODES = [
  'ERR_SCOPE_NAME',
  'ERR_SCOPE_ROUTES',
  'ERR_SCOPE_PLACEHOLDER',
  'ERR_SCOPE_TTL',
  'ERR_SCOPE_LIMITS',
  'ERR_SCOPE_DUPLICATE',
  'ERR_SCOPE_UNKNOWN',
  'ERR_TTL_INVALID',
  'ERR_TTL_EXCEEDS_MAX',
  'ERR_RESOURCE_ID',
  'ERR_PARAMS',
  'ERR_BINDINGS',
  'ERR_USES',
  'ERR_GRANTS',
  'ERR_WITHIN',
  'ERR_OPTIONS',
  'ERR_MAX_LIVE',
  'ERR_COLLISIONS',
  'ERR_RANDOM',
  'ERR_CLOCK',
  'ERR_CONTENTION',
  'ERR_STORE',
] as const

/** The closed union of {@link HallpassError} codes. */
export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * What hallpass throws: misuse, and stores that fail. A token that does not open a request is an answer and never thrown.
 *
 * The text says what was expected and what came, and never holds a token. `cause` is for logs: it reaches no response and no event.
 */
export class HallpassError extends Error {
  override readonly name = 'HallpassError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** Shows what came, for an error text: short, quoted, on one line. Not for values that may be secrets. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'a function' : String(value)
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object'
}
