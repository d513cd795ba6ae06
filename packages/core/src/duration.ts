import { shown } from './errors.js'

/** A length of time: milliseconds, or a whole number with a unit, such as `'250ms'`, `'30s'`, `'15m'`, `'2h'`, `'7d'`. */
export type Duration = number | `${number}${keyof typeof UNITS}`

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const TEXT = /^(\d{1,15})(ms|s|m|h|d)$/

/** The longest that a timer waits, in milliseconds: it counts 31 bits of them, and one that is longer goes off at once. */
export const LONGEST_TIMER = 2_147_483_647

/** The milliseconds of a duration, or `undefined` for anything that is not a positive, finite, whole length of time. */
export function readDuration(duration: unknown): number | undefined {
  const milliseconds = typeof duration === 'string' ? millisecondsOf(duration) : duration
  return Number.isSafeInteger(milliseconds) && (milliseconds as number) > 0 ? (milliseconds as number) : undefined
}

function millisecondsOf(text: string): number | undefined {
  const parts = TEXT.exec(text)
  return parts ? Number(parts[1]) * UNITS[parts[2] as keyof typeof UNITS] : undefined
}

/** The end of an error text about a duration. */
export function durationExpected(name: string, came: unknown): string {
  return `${name} must be a positive duration such as "15m" or milliseconds, got ${shown(came)}`
}
