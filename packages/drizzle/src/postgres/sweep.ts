import { sql } from 'drizzle-orm'
import type { Run } from './database.js'
import { hallpassGrants as grants, hallpassTokens as tokens } from './schema.js'
import { statement } from './statements.js'

/** How many records one statement forgets: a statement holds its locks, and its share of the disk, until it ends. */
const MOST_ROWS = 1000

/** Rows that somebody else is sweeping, or changing, are left to the next sweep. */
const DELETE = statement(
  sql`with due as materialized (
      select ${tokens.id}, ${tokens.scope}, ${tokens.grants} from ${tokens} where ${tokens.forgetAt} < $1
        order by ${tokens.forgetAt} limit $2 for update skip locked),
    listed as (
      select due.id, due.scope from due where due.scope is not null
      union select due.id, further.value ->> 'scope' from due, json_array_elements(due.grants) as further
        where json_array_length(due.grants) > 1),
    unlisted as (delete from ${grants} using listed
      where ${grants.scope} = listed.scope and ${grants.tokenId} = listed.id),
    forgotten as (delete from ${tokens} using due where ${tokens.id} = due.id returning 1)
    select count(*) from forgotten`,
)

/** Forgets records whose time is over, in statements of a bounded size, each a transaction of its own. */
export async function sweep(run: Run, before: number, limit: number): Promise<number> {
  let swept = 0
  while (swept < limit) {
    const asked = Math.min(MOST_ROWS, limit - swept)
    const forgotten = Number((await run(DELETE, [before, asked])).rows[0]?.[0])
    swept += forgotten
    if (forgotten < asked) break
  }
  return swept
}
