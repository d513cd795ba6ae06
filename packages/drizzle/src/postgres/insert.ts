import type { InsertLimits, InsertOutcome, TokenRecord } from '@hallpass/core'
import { sql } from 'drizzle-orm'
import type { Database } from './database.js'
import { insertWithin } from './limited-insert.js'
import { behindRow, keepToken, newRow, ROW_VALUES, raiseBound } from './new-row.js'
import { statement } from './statements.js'

/**
 * Keeps a new record, with its rows in the index of grants: by one statement, or, where a limit is counted first, by one
 * short transaction. A record without a grant has no limits.
 */
export async function insert(database: Database, record: TokenRecord, limits?: InsertLimits): Promise<InsertOutcome> {
  const scope = record.grants[0]?.scope
  if (limits && scope !== undefined) return insertWithin(database, record, { ...limits, scope })
  const { rows } = await database.run(INSERT, [...newRow(record), scope ?? null])
  return rows[0]?.[0] === 1 ? 'inserted' : 'taken'
}

const INSERT = statement(
  sql`with ${keepToken(sql`values (${ROW_VALUES})`)}, ${raiseBound(behindRow(1, '::text'))} select count(*) from token`,
)
