import type { TokenRecord } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { type SQL, sql } from 'drizzle-orm'
import { CHANGED, type ChangeKey, changedValues, recordFrom, WITHIN_STATE } from '../record/record-row.js'
import { hallpassTokens } from './schema.js'
import { prepare, prepareRows } from './statements.js'
import { columnName, selectedColumns } from './token-columns.js'

/** Looks a record up. */
export function prepareFind(client: Database): (id: string) => TokenRecord | undefined {
  const statement = prepareRows(
    client,
    sql`select ${selectedColumns} from ${hallpassTokens} where ${hallpassTokens.id} = ?`,
  )
  return (id) => {
    const row = statement.get(id)
    return row === undefined ? undefined : recordFrom(row)
  }
}

/**
 * Puts the next version of a record in the place of the one before, and of no other.
 *
 * A use that is spent leaves the state as it is, as a rule, and a statement that does not name the state touches no index:
 * it is tried first. Each of the two is a compare-and-set by itself.
 */
export function prepareReplace(client: Database): (next: TokenRecord) => boolean {
  const within = prepareSwap(client, WITHIN_STATE, sql`and ${hallpassTokens.state} = 'active'`)
  const across = prepareSwap(client, CHANGED, sql``)
  return (next) => (next.state === 'active' && within(next)) || across(next)
}

function prepareSwap(client: Database, columns: readonly ChangeKey[], condition: SQL): (next: TokenRecord) => boolean {
  const changes = columns.map((key) => sql`${columnName(key)} = ?`)
  const statement = prepare(
    client,
    sql`update ${hallpassTokens} set ${sql.join(changes, sql`, `)}
      where ${hallpassTokens.id} = ? and ${hallpassTokens.version} = ? ${condition}`,
  )
  return (next) => statement.run(...changedValues(next, columns), next.id, next.version - 1).changes === 1
}
