import { type SQL, sql } from 'drizzle-orm'
import type { TokenKey } from '../record/record-row.js'
import { hallpassTokens } from './schema.js'

/** The bare name of a column, for what is inserted or set. */
export function columnName(key: TokenKey): SQL {
  return sql`${sql.identifier(hallpassTokens[key].name)}`
}
