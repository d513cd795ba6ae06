import { sql } from 'drizzle-orm'
import type { Run } from './database.js'
import { holdsNul } from './nul.js'
import { hallpassGrants as grants, hallpassTokens as tokens } from './schema.js'
import { statement } from './statements.js'

const COUNT = statement(
  sql`select
    (select count(*) from ${tokens}
      where ${tokens.state} <> 'closed' and ${tokens.scope} = $1 and ${tokens.expiresAt} > $2)
    + (select count(distinct ${grants.tokenId}) from ${grants} join ${tokens} on ${tokens.id} = ${grants.tokenId}
      where ${grants.position} > 0 and ${grants.scope} = $1 and ${tokens.scope} <> ${grants.scope}
      and ${tokens.state} <> 'closed' and ${tokens.expiresAt} > $2)`,
)

/**
 * Counts the live records with a grant of a scope: those whose first grant it is, from an index alone, and those, few as
 * a rule, that have it as a further one.
 */
export async function count(run: Run, scope: string, now: number): Promise<number> {
  if (holdsNul(scope)) return 0
  return Number((await run(COUNT, [scope, now])).rows[0]?.[0])
}
