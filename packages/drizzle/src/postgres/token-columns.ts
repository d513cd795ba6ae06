import { type SQL, sql } from 'drizzle-orm'
import { TOKEN_KEYS, type TokenKey } from '../record/record-row.js'
import { hallpassTokens } from './schema.js'

/** All columns, as a statement names them: rows that are selected so are what `recordFrom` reads. */
export const selectedColumns: SQL = sql.join(
  TOKEN_KEYS.map((key) => sql`${hallpassTokens[key]}`),
  sql`, `,
)

/** The bare name of a column, for what is inserted or set. */
export function columnName(key: TokenKey): SQL {
  return sql`${sql.identifier(hallpassTokens[key].name)}`
}
