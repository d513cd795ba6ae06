import type { Schedule } from '../../src/approval/looks.js'

/** Timers that go off when a test says so. */
export interface Timers {
  readonly schedule: Schedule
  /** What is planned, as milliseconds from the start. */
  planned(): readonly number[]
  /** Lets time pass: what is due runs, in its order, and all that follows from it settles. */
  pass(milliseconds: number): Promise<void>
}

export function createTimers(): Timers {
  const planned = new Set<{ readonly at: number; readonly work: () => void }>()
  let now = 0
  return {
    schedule(work, milliseconds) {
      const timer = { at: now + milliseconds, work }
      planned.add(timer)
      return () => planned.delete(timer)
    },
    planned: () => [...planned].map(({ at }) => at).sort((a, b) => a - b),
    async pass(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        await settled()
        const [next] = [...planned].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        planned.delete(next)
        now = next.at
        next.work()
      }
      now = end
    },
  }
}

/** Everything that is due at once has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
