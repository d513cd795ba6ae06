import type { InsertLimits, InsertOutcome, TokenRecord } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { type SQL, sql } from 'drizzle-orm'
import { rowOf, TOKEN_KEYS } from '../record/record-row.js'
import { prepareLiveLimits } from './live-limits.js'
import { hallpassTokens } from './schema.js'
import { prepare } from './statements.js'
import { columnName } from './token-columns.js'

/** Keeps a new record: by one statement, or, where a limit is counted first, by one short transaction. */
export function prepareInsert(client: Database): (record: TokenRecord, limits?: InsertLimits) => InsertOutcome {
  const statement = prepare(client, insertion())
  const insert = (record: TokenRecord) => (statement.run(...rowOf(record)).changes === 1 ? 'inserted' : 'taken')
  const isFull = prepareLiveLimits(client)
  const insertWithin = client.transaction((record: TokenRecord, limits: InsertLimits) =>
    isFull(record, limits) ? 'full' : insert(record),
  )
  return (record, limits) => (limits ? insertWithin.immediate(record, limits) : insert(record))
}

function insertion(): SQL {
  const names = TOKEN_KEYS.map(columnName)
  const values = TOKEN_KEYS.map(() => sql`?`)
  return sql`insert into ${hallpassTokens} (${sql.join(names, sql`, `)}) values (${sql.join(values, sql`, `)})
    on conflict do nothing`
}
