import { sql } from 'drizzle-orm'
import type { Run } from '../database.js'
import { statement } from '../statements.js'

/** Only what is at work for a store is ended: behind a pooler, a number may be somebody else's. */
const END = statement(
  sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid = any($1::int[]) and pid <> pg_backend_pid() and state <> 'idle' and query like '%hallpass%'`,
)

/**
 * Ends what the server still does for calls that gave up. It would not notice by itself while it waits for a lock, and with
 * each call that gives up one connection of the server would be lost.
 */
export function createStrayBackends(run: Run): (processId: number) => void {
  const strays = new Set<number>()
  let isEnding = false
  return (processId) => {
    strays.add(processId)
    if (!isEnding) void endAll()
  }

  async function endAll(): Promise<void> {
    isEnding = true
    while (strays.size > 0) {
      const batch = `{${[...strays].join()}}`
      strays.clear()
      await run(END, [batch]).catch(ignore)
    }
    isEnding = false
  }
}

/** A server that cannot be reached ends them when it finds that nobody listens. */
function ignore(): void {}
