import { performance } from 'node:perf_hooks'
import { HallpassError, shown } from '../errors.js'

/** Gives the time in milliseconds since the epoch. */
export type Clock = () => number

/**
 * A clock that never runs back: the later of the wall clock and the last reading plus the monotonic time since. A wall
 * clock that is set back, by an hour or by a second, brings nothing back to life and lengthens no life.
 * @throws HallpassError `ERR_CLOCK` at a reading that is not a number, or where the clock itself throws
 */
export function createClock(
  wall: Clock = Date.now,
  monotonic: Clock = wall === Date.now ? () => performance.now() : () => 0,
): Clock {
  let last = Number.NEGATIVE_INFINITY
  let lastMonotonic = 0
  return () => {
    const reading = read(wall)
    const since = monotonic()
    last = Math.max(reading, last + Math.floor(since - lastMonotonic))
    lastMonotonic = since
    return last
  }
}

function read(wall: Clock): number {
  const reading = readOrThrow(wall)
  if (typeof reading === 'number' && Number.isFinite(reading)) return Math.floor(reading)
  throw new HallpassError('ERR_CLOCK', `now must give milliseconds since the epoch, got ${shown(reading)}`)
}

function readOrThrow(wall: Clock): unknown {
  try {
    return wall()
  } catch (cause) {
    throw new HallpassError('ERR_CLOCK', 'the clock failed', { cause })
  }
}
