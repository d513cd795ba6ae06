import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import type { Checkpointer } from './checkpointer.js'
import { hallpassTokens as tokens } from './schema.js'
import { prepare } from './statements.js'

/** How long a slice may hold up the event loop, in milliseconds. */
const SLICE = 2
const FIRST_ROWS = 32
const FEWEST_ROWS = 8
const MOST_ROWS = 1024

export interface SweepMeans {
  /** Runs a step that writes. */
  readonly write: <T>(step: () => T) => Promise<T>
  readonly checkpointer: Checkpointer
}

/**
 * Sweeps in slices of about two milliseconds, each a transaction of its own, and rests as long as it worked: what has
 * expired is refused whether it is swept or not, so nothing is urgent.
 */
export function prepareSweep(client: Database, { write, checkpointer }: SweepMeans) {
  const remove = prepare(
    client,
    sql`delete from ${tokens} where ${tokens.id} in
      (select ${tokens.id} from ${tokens} where ${tokens.forgetAt} < ? limit ?)`,
  )
  return async (before: number, limit: number): Promise<number> => {
    let swept = 0
    for (let rows = FIRST_ROWS; swept < limit; ) {
      const asked = Math.min(rows, limit - swept)
      const { changes, took } = await write(() => timed(() => remove.run(before, asked).changes))
      swept += changes
      if (changes < asked) break
      rows = nextRows(asked, took)
      checkpointer.wrote(changes)
      await delay(took)
    }
    return swept
  }
}

function timed(work: () => number): { readonly changes: number; readonly took: number } {
  const start = performance.now()
  const changes = work()
  return { changes, took: performance.now() - start }
}

/** How many rows the next slice takes: at most twice as many as before, so that a quick slice is not followed by a slow one. */
export function nextRows(rows: number, took: number): number {
  const fitting = Math.floor(rows * Math.min(2, SLICE / took))
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting))
}
