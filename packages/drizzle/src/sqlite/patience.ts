import { performance } from 'node:perf_hooks'
import { isBusy } from './sqlite-failure.js'

/**
 * Runs work again and again for a time, as long as another connection has the database locked. It holds up everything
 * else meanwhile, so it is for the opening of a store alone, when several processes may be making one database.
 */
export function patiently<T>(milliseconds: number, work: () => T): T {
  const end = performance.now() + milliseconds
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error
    }
    Atomics.wait(pause, 0, 0, 5)
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4))
