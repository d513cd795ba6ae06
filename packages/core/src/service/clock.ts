import { performance } from 'node:perf_hooks'
import { HallpassError, shown } from '../errors.js'

/** Gives the time in milliseconds since the epoch. */
export type Clock = () => number

/**
 * A clock that never runs back: the later of the wall clock and the monotonic time since the wall clock was farthest ahead.
 * A wall clock that is set back, by an hour or by a second, brings nothing back to life and lengthens no life. Whole
 * milliseconds; parts of one are counted on, however often the clock is read.
 * @throws HallpassError `ERR_CLOCK` at a reading that is not a number, or where a clock itself throws
 */
export function createClock(
  wall: Clock = Date.now,
  monotonic: Clock = wall === Date.now ? () => performance.now() : () => 0,
): Clock {
  let start = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const now = read('now', wall)
    const since = read('monotonic', monotonic)
    start = Math.max(start, now - since)
    last = Math.max(last, Math.floor(now), Math.floor(start + since))
    return last
  }
}

function read(name: string, clock: Clock): number {
  const reading = readOrThrow(name, clock)
  if (typeof reading === 'number' && Number.isFinite(reading)) return reading
  throw new HallpassError('ERR_CLOCK', `${name} must give milliseconds, got ${shown(reading)}`)
}

function readOrThrow(name: string, clock: Clock): unknown {
  try {
    return clock()
  } catch (cause) {
    throw new HallpassError('ERR_CLOCK', `${name} failed`, { cause })
  }
}
