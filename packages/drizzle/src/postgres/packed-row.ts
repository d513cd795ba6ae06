import type { TokenRecord } from '@hallpass/core'
import { type SQL, sql } from 'drizzle-orm'
import { recordFrom, type SqlValue, TOKEN_KEYS } from '../record/record-row.js'
import { hallpassTokens } from './schema.js'

/**
 * A row of a token as one list in JSON. What a row costs an application is its columns, which the driver reads one by one,
 * with a description of each: 29 cost a third more than one. What is JSON by itself is a text in the list.
 */
export const packedRow: SQL = sql`json_build_array(${sql.join(
  TOKEN_KEYS.map((key) => {
    const column = hallpassTokens[key]
    return column.getSQLType() === 'json' ? sql`${column}::text` : sql`${column}`
  }),
  sql`, `,
)})`

/** The record of a row that was selected so. */
export function recordOfPacked([text]: readonly SqlValue[]): TokenRecord {
  return recordFrom(JSON.parse(String(text)) as readonly SqlValue[])
}
