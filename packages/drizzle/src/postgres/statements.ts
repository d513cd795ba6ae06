import { createHash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

/** A statement that is made once, and run with other values each time. */
export interface Statement {
  readonly text: string
  /** The name under which a connection keeps it prepared: the same for the same text alone. */
  readonly name?: string
  /** One that only reads may be run again after any failure. */
  readonly reads: boolean
}

const dialect = new PgDialect()

/** A statement whose names come from the schema. Values are `$1`, `$2` and so on, bound when it runs. */
export function statement(words: SQL): Statement {
  const { text, reads } = plannedEachTime(words)
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 16)
  return { text, reads, name: `hallpass_${digest}` }
}

/** One that is planned for its values each time it runs: where they decide which index is the right one. */
export function plannedEachTime(words: SQL): Statement {
  const text = dialect.sqlToQuery(words).sql.replace(/\s+/g, ' ').trim()
  return { text, reads: text.startsWith('select') }
}
