import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { Result, Value } from '../database.js'
import type { Statement } from '../statements.js'
import { columnTypes } from '../values.js'

/** What one connection is asked, and how long an answer may take. */
export interface Question {
  readonly text: string
  readonly name?: string
  readonly values?: Value[]
  readonly rowMode: 'array'
  readonly types: typeof columnTypes
}

export function question({ text, name }: Statement, values: readonly Value[], prepared: boolean): Question {
  const asked = plainQuestion(text, values)
  return prepared && name !== undefined ? { ...asked, name } : asked
}

/** One without a name: several commands, or what is planned anew each time. */
export function plainQuestion(text: string, values: readonly Value[] = []): Question {
  return { text, values: values as Value[], rowMode: 'array', types: columnTypes }
}

/**
 * Asks one connection, and waits for the answer no longer than so many milliseconds. After that nobody knows what became of
 * the statement, and the connection is good for nothing.
 */
export function ask(client: pg.PoolClient, asked: Question, milliseconds: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unanswered(milliseconds)), milliseconds)
    void client.query(asked as pg.QueryArrayConfig, (error: Error | undefined, result: pg.QueryArrayResult) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve({ rows: result.rows, changes: result.rowCount ?? 0 })
    })
  })
}

function unanswered(milliseconds: number): HallpassError {
  return new HallpassError(
    'ERR_STORE',
    `the Postgres server did not answer within statementTimeout, ${milliseconds} ms`,
  )
}
