import type { Database } from 'better-sqlite3'
import { getTableColumns } from 'drizzle-orm'
import { hallpassTokens } from '../../src/sqlite/index.js'

/**
 * Fills a database quickly: copies a token under the ids `copy-…`, past the store. `columns` are SQL for what differs,
 * with `number` from 1 on.
 */
export function copyToken(
  client: Database,
  id: string,
  count: number,
  columns: Readonly<Record<string, string>> = {},
): void {
  const own = { id: `printf('copy-%011d', number)`, ...columns } as Readonly<Record<string, string>>
  const selected = Object.values(getTableColumns(hallpassTokens)).map(({ name }) => own[name] ?? name)
  client.exec(`WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count})
    INSERT INTO hallpass_tokens SELECT ${selected} FROM hallpass_tokens, numbers WHERE id = '${id}'`)
}
