import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Lets others have the event loop, where this work has had it for its slice. */
export type Pace = () => Promise<void> | undefined

/** For how long work may hold up the event loop, in milliseconds. */
const SLICE = 2

/** Paces work on many records, which are read at once each. */
export function createPace(): Pace {
  let begun = performance.now()
  return () => (performance.now() - begun < SLICE ? undefined : rest())

  async function rest(): Promise<void> {
    await nextTurn()
    begun = performance.now()
  }
}
