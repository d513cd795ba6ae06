import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { hallpassTokens } from './schema.js'
import { prepare } from './statements.js'

/** How long a slice may hold up the event loop, in milliseconds. */
const SLICE = 2
const FIRST_ROWS = 32
const FEWEST_ROWS = 8
const MOST_ROWS = 1024

/**
 * Sweeps in slices of about two milliseconds, each a transaction of its own, and rests as long as it worked: what
 * expired is refused whether it is swept or not, so nothing is urgent here.
 */
export function prepareSweep(
  client: Database,
  write: <T>(step: () => T) => Promise<T>,
): (before: number, limit: number) => Promise<number> {
  const remove = prepare(
    client,
    sql`delete from ${hallpassTokens} where ${hallpassTokens.id} in
      (select ${hallpassTokens.id} from ${hallpassTokens} where ${hallpassTokens.forgetAt} < ? limit ?)`,
  )
  return async (before, limit) => {
    let swept = 0
    for (let rows = FIRST_ROWS; swept < limit; ) {
      const asked = Math.min(rows, limit - swept)
      const { result, took } = await write(() => timed(() => remove.run(before, asked)))
      swept += result.changes
      if (result.changes < asked) break
      rows = nextRows(asked, took)
      await delay(took)
    }
    return swept
  }
}

function timed<T>(work: () => T): { readonly result: T; readonly took: number } {
  const start = performance.now()
  const result = work()
  return { result, took: performance.now() - start }
}

/** At most twice as many as before, so that one quick slice is not followed by a slow one. */
function nextRows(rows: number, took: number): number {
  const fitting = Math.floor(rows * Math.min(2, SLICE / took))
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fitting))
}
