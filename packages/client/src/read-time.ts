/**
 * A time that a timer can wait for.
 * @throws RangeError for what is not a positive number of milliseconds below 2^31
 */
export function readTime(name: string, milliseconds: number): number {
  if (milliseconds > 0 && milliseconds < TIMER_LIMIT) return milliseconds
  throw new RangeError(`${name} must be a positive number of milliseconds below 2^31, got ${milliseconds}`)
}

/** A timer of more than 31 bits goes off at once. */
const TIMER_LIMIT = 2 ** 31
