import type { RecordChange, RecordedDecision, TokenRecord } from './record.js'

/** A call that changes a record: its id, and the time at which it decides. */
export interface Attempt {
  readonly id: string
  readonly now: number
}

/** How many attempts a record remembers. */
const ATTEMPTS_KEPT = 4

/** One use less; the last one closes the record. */
export function spend(record: TokenRecord, attempt: Attempt): TokenRecord {
  if (record.usesLeft === null) return record
  const usesLeft = record.usesLeft - 1
  return next(
    record,
    attempt,
    usesLeft > 0 ? { usesLeft } : { usesLeft, state: 'closed', closedAs: 'consumed', holds: [] },
  )
}

/** Closed for good by an operator. */
export function revoke(
  record: TokenRecord,
  attempt: Attempt,
  decision: { readonly by: string; readonly note?: string },
): TokenRecord {
  const decisions = [...record.decisions, decided('revoked', attempt, decision)]
  return next(record, attempt, { state: 'closed', closedAs: 'revoked', holds: [], decisions })
}

function decided(
  what: RecordedDecision['what'],
  { now }: Attempt,
  { by, note }: { readonly by: string; readonly note?: string },
): RecordedDecision {
  return { what, by, at: now, ...(note === undefined ? {} : { note }) }
}

/** The next version of a record. Holds whose lease has run out are left behind. */
function next(record: TokenRecord, { id, now }: Attempt, change: Partial<RecordChange>): TokenRecord {
  return {
    ...record,
    version: record.version + 1,
    attempts: [...record.attempts.slice(1 - ATTEMPTS_KEPT), id],
    changedAt: now,
    holds: record.holds.length === 0 ? record.holds : record.holds.filter((hold) => now < hold.until),
    ...change,
  }
}
