import type { Database } from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { hallpassGrants as grants, hallpassTokens as tokens } from './schema.js'
import { prepareValue } from './statements.js'

/**
 * Counts the live records with a grant of a scope: those whose first grant it is, from an index alone, and those, few as
 * a rule, that have it as a further one.
 */
export function prepareLiveTotal(client: Database): (scope: string, now: number) => number {
  const count = prepareValue<number>(
    client,
    sql`select
      (select count(*) from ${tokens}
        where ${tokens.state} <> 'closed' and ${tokens.scope} = ? and ${tokens.expiresAt} > ?)
      + (select count(distinct ${grants.tokenId}) from ${grants} join ${tokens} on ${tokens.id} = ${grants.tokenId}
        where ${grants.position} > 0 and ${grants.scope} = ? and ${tokens.scope} <> ${grants.scope}
        and ${tokens.state} <> 'closed' and ${tokens.expiresAt} > ?)`,
  )
  return (scope, now) => count.get(scope, now, scope, now) ?? 0
}
