import { refuseUnknownNames, wrong } from './option-checks.js'

/** What bounds the gate's work: counts, bytes, and milliseconds. */
export type GateLimits = Readonly<Record<keyof typeof LIMITS, number>>

/** The limits by their names, with defaults and meanings; the command's help and `docs/gate.md` show this table. */
export const LIMITS = {
  connections: { default: 4096, meaning: 'connections at a time; more are closed at once' },
  pending: { default: 1024, meaning: 'decisions that wait for the store at a time; more are a 503 at once' },
  decisionMs: { default: 5000, meaning: 'until a decision that the store does not give is a 503' },
  headerBytes: { default: 16_384, meaning: 'of a request line with its headers; more are a 431' },
  headersMs: { default: 10_000, meaning: 'until the headers of a request are there' },
  requestMs: { default: 3_600_000, meaning: 'until a request with its body is there' },
  idleMs: { default: 120_000, meaning: 'that a connection may be silent in the middle of a request, or upgraded' },
  keepAliveMs: { default: 5000, meaning: 'that a connection may be silent between requests' },
  connectMs: { default: 5000, meaning: 'until the upstream takes a connection; then it is a 504' },
  upstreamMs: { default: 60_000, meaning: 'that the upstream may be silent; then it is a 504, or the response breaks' },
  stopMs: { default: 30_000, meaning: 'that requests under way have when the gate stops' },
} as const satisfies Record<string, { readonly default: number; readonly meaning: string }>

const NAMES = Object.keys(LIMITS) as (keyof typeof LIMITS)[]

/**
 * Completes limits by their defaults.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readLimits(given: Partial<GateLimits> = {}): GateLimits {
  if (typeof given !== 'object' || given === null) throw wrong('limits', 'an object', given)
  refuseUnknownNames(given, NAMES, 'gate: limits')
  const entries = NAMES.map((name) => [name, readLimit(name, given[name])] as const)
  return Object.freeze(Object.fromEntries(entries)) as GateLimits
}

/** Timers take no more than 31 bits. */
const LARGEST = 2 ** 31 - 1

function readLimit(name: keyof typeof LIMITS, given: number = LIMITS[name].default): number {
  if (Number.isSafeInteger(given) && given >= 1 && given <= LARGEST) return given
  throw wrong(`limits.${name}`, `a whole number from 1 to ${LARGEST}`, given)
}
