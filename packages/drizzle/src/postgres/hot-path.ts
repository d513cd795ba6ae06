import type { TokenRecord } from '@hallpass/core'
import { sql } from 'drizzle-orm'
import { CHANGED, changedValues } from '../record/record-row.js'
import type { Run } from './database.js'
import { holdsNul } from './nul.js'
import { packedRow, recordOfPacked } from './packed-row.js'
import { hallpassTokens as tokens } from './schema.js'
import { statement } from './statements.js'
import { columnName } from './token-columns.js'

const SELECT = statement(sql`select ${packedRow} from ${tokens} where ${tokens.id} = $1`)

/** Looks a record up. */
export async function find(run: Run, id: string): Promise<TokenRecord | undefined> {
  if (holdsNul(id)) return undefined
  const [row] = (await run(SELECT, [id])).rows
  return row === undefined ? undefined : recordOfPacked(row)
}

const changes = CHANGED.map((key, index) => sql`${columnName(key)} = ${sql.raw(`$${index + 3}`)}`)

/**
 * Where another call is writing the row, this one waits for its end and looks again: then the version differs. A column that
 * is set to what it was touches no index.
 */
const UPDATE = statement(
  sql`update ${tokens} set ${sql.join(changes, sql`, `)} where ${tokens.id} = $1 and ${tokens.version} = $2`,
)

/** Puts the next version of a record in the place of the one before, and of no other. */
export async function replace(run: Run, next: TokenRecord): Promise<boolean> {
  return (await run(UPDATE, [next.id, next.version - 1, ...changedValues(next, CHANGED)])).changes === 1
}
