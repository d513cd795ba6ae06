import type { Database } from 'better-sqlite3'
import { type CheckpointThread, startCheckpointThread } from './checkpoint-thread.js'

/** Moves what was written from the WAL into the database. */
export interface Checkpointer {
  /** Tells that rows were written. */
  readonly wrote: (rows: number) => void
  readonly end: () => Promise<void>
}

/** After so many rows a checkpoint begins. */
const ROWS_TO_BEGIN = 256

/** After so many pages SQLite makes one by itself, on the event loop: where the thread does not come along. */
const PAGES_WITH_THREAD = 10_000

/** The default of SQLite. */
const PAGES_WITHOUT_THREAD = 1000

/** Leaves it to SQLite, which makes a checkpoint inside a write now and then. */
export const noCheckpointer: Checkpointer = {
  wrote: () => {},
  end: async () => {},
}

/**
 * Makes checkpoints in a thread: inside a write, one holds up the event loop for 20 to 50 ms. The thread begins when there
 * is something to do.
 */
export function createCheckpointer(client: Database, path: string): Checkpointer {
  if (!isSafeWithThread(sqliteVersion(client))) return noCheckpointer
  client.pragma(`wal_autocheckpoint = ${PAGES_WITH_THREAD}`)
  let thread: CheckpointThread | undefined
  let running: Promise<void> | undefined
  let rows = 0
  return {
    wrote,
    end: async () => {
      rows = Number.NEGATIVE_INFINITY
      await thread?.end()
    },
  }

  function wrote(count: number): void {
    rows += count
    if (rows < ROWS_TO_BEGIN || running) return
    rows = 0
    thread ??= startCheckpointThread(path)
    running = thread.checkpoint().then(goOn, giveUp)
  }

  function goOn(): void {
    running = undefined
    wrote(0)
  }

  /** `running` stays, so that nothing is tried again. */
  function giveUp(): void {
    if (client.open) client.pragma(`wal_autocheckpoint = ${PAGES_WITHOUT_THREAD}`)
  }
}

function sqliteVersion(client: Database): string {
  return client.prepare('select sqlite_version()').pluck().get() as string
}

/**
 * Before 3.51.3, two connections of which one makes checkpoints can damage a WAL
 * (https://sqlite.org/wal.html#walresetbug).
 */
export function isSafeWithThread(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)))
}
