import type { InsertLimits, TokenRecord } from '@hallpass/core'
import type { Database } from 'better-sqlite3'
import { prepareLiveCounts } from './live-counts.js'

/** Tells whether a limit is reached, inside the transaction that then inserts. A record without a grant has no limits. */
export function prepareLiveLimits(client: Database): (record: TokenRecord, limits: InsertLimits) => boolean {
  const counts = prepareLiveCounts(client)
  return ({ grants, subject }, { now, total, perSubject }) => {
    const scope = grants[0]?.scope
    if (scope === undefined) return false
    counts.moveTo(scope, now)
    if (total !== undefined && counts.total(scope) >= total) return true
    return perSubject !== undefined && counts.ofSubject(scope, subject) >= perSubject
  }
}
