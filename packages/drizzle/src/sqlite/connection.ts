import type { Database } from 'better-sqlite3'
import type { Checkpointer } from './checkpointer.js'

/** A connection that the store works on. Its tables are there. */
export interface Connection {
  readonly client: Database
  readonly checkpointer: Checkpointer
  /** Closes what the store itself opened. */
  readonly end: () => Promise<void>
}
