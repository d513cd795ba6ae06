import type { TokenRecord } from '@hallpass/core'
import { type SQL, sql } from 'drizzle-orm'
import { rowOf, TOKEN_KEYS } from '../record/record-row.js'
import type { Value } from './database.js'
import { hallpassGrants, hallpassLive, hallpassTokens } from './schema.js'
import { columnName } from './token-columns.js'

/** How many values {@link newRow} gives: further ones of a statement stand behind. */
export const NEW_ROW = TOKEN_KEYS.length + 2

/** The values of a row, and those of its grants as two lists. */
export function newRow(record: TokenRecord): readonly Value[] {
  const scopes = record.grants.map(({ scope }) => scope)
  const resourceIds = record.grants.map(({ resourceId }) => resourceId)
  return [...rowOf(record), scopes, resourceIds]
}

/** The values of the row alone, in their places. */
export const ROW_VALUES: SQL = sql.raw(TOKEN_KEYS.map((_, index) => `$${index + 1}`).join(', '))

/** The n-th value behind those of {@link newRow}. */
export function behindRow(number: number, type = ''): SQL {
  return sql.raw(`$${NEW_ROW + number}${type}`)
}

/** Keeps a row and indexes its grants, as parts of one statement. `source` gives the row, or no row. */
export function keepToken(source: SQL): SQL {
  const names = sql.join(TOKEN_KEYS.map(columnName), sql`, `)
  return sql`token as (insert into ${hallpassTokens} (${names}) ${source} on conflict do nothing returning id),
    indexed as (insert into ${hallpassGrants} (scope, token_id, position, resource_id)
      select listed.scope, token.id, listed.place - 1, listed.resource_id from token,
        unnest(${behindRow(-1, '::text[]')}, ${behindRow(0, '::text[]')})
          with ordinality as listed (scope, resource_id, place))`
}

/** Keeps the bound of a scope a bound, where it has one: one record more. Who counts has the row, and is waited for. */
export function raiseBound(scope: SQL): SQL {
  return sql`raised as (update ${hallpassLive} set at_most = at_most + 1
    where scope = ${scope} and exists (select 1 from token))`
}
