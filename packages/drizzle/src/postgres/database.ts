import type { SqlValue } from '../record/record-row.js'
import type { Statement } from './statements.js'

/** What is bound to a statement. A list becomes an array of Postgres. */
export type Value = SqlValue | readonly (string | null)[]

export interface Result {
  readonly rows: readonly (readonly SqlValue[])[]
  /** How many rows were written. */
  readonly changes: number
}

/** Runs one statement. */
export type Run = (statement: Statement, values?: readonly Value[]) => Promise<Result>

/** Where statements run: behind a pool, or in this process. */
export interface Database {
  /** Runs one statement, by itself and as one step. */
  readonly run: Run
  /** Runs several in one transaction under READ COMMITTED, each seeing what was committed before it began. */
  readonly transaction: <T>(steps: (run: Run) => Promise<T>) => Promise<T>
  /** Ends what the store opened. */
  readonly end: () => Promise<void>
}
