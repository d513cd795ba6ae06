import type { RecordChange, RecordedDecision, TokenRecord } from './record.js'

/** A call that changes a record: its id, and the time at which it decides. */
export interface Attempt {
  readonly id: string
  readonly now: number
}

/** Who decided, and why. */
export interface DecisionBy {
  readonly by: string
  readonly note?: string
}

/** How many attempts a record remembers. */
const ATTEMPTS_KEPT = 4

/** One use less; the last one closes the record. */
export function spend(record: TokenRecord, attempt: Attempt): TokenRecord {
  return next(record, attempt, oneUseLess(record))
}

/** Holds one use back from others until its lease runs out. */
export function hold(record: TokenRecord, attempt: Attempt, holdId: string, lease: number): TokenRecord {
  const { holds } = withoutLapsed(record, attempt.now)
  return next(record, attempt, { holds: [...holds, { id: holdId, until: attempt.now + lease }] })
}

/** Spends a held use; `undefined` where the hold is gone: committed, released, lapsed, or its token closed. */
export function commit(record: TokenRecord, attempt: Attempt, holdId: string): TokenRecord | undefined {
  if (!isHeld(record, attempt.now, holdId)) return undefined
  const holds = record.holds.filter((held) => held.id !== holdId && attempt.now < held.until)
  return next(record, attempt, { holds, ...oneUseLess(record) })
}

/** Gives a held use back; `undefined` where the hold is gone. */
export function release(record: TokenRecord, attempt: Attempt, holdId: string): TokenRecord | undefined {
  if (!isHeld(record, attempt.now, holdId)) return undefined
  const { holds, returned } = withoutLapsed(record, attempt.now)
  return next(record, attempt, { holds: holds.filter((held) => held.id !== holdId), returned: returned + 1 })
}

/** Gives a hold another lease; `undefined` where the hold is gone. */
export function renew(record: TokenRecord, attempt: Attempt, holdId: string, lease: number): TokenRecord | undefined {
  if (!isHeld(record, attempt.now, holdId)) return undefined
  const until = attempt.now + lease
  const holds = record.holds.map((held) =>
    held.id === holdId ? { id: holdId, until: Math.max(until, held.until) } : held,
  )
  return next({ ...record, holds }, attempt, {})
}

/** A pending token becomes active. */
export function approve(record: TokenRecord, attempt: Attempt, decision: DecisionBy): TokenRecord {
  return next(record, attempt, { state: 'active', decisions: decided(record, 'approved', attempt, decision) })
}

/** Closed for good, before it opened anything. */
export function deny(record: TokenRecord, attempt: Attempt, decision: DecisionBy): TokenRecord {
  return next(record, attempt, { ...closed('denied'), decisions: decided(record, 'denied', attempt, decision) })
}

/** Closed for good. */
export function revoke(record: TokenRecord, attempt: Attempt, decision: DecisionBy): TokenRecord {
  return next(record, attempt, { ...closed('revoked'), decisions: decided(record, 'revoked', attempt, decision) })
}

/** A closed token holds no use back: what was held can neither be spent nor given back any more. */
function closed(closedAs: NonNullable<TokenRecord['closedAs']>) {
  return { state: 'closed', closedAs, holds: [] } as const
}

function oneUseLess({ usesLeft }: TokenRecord): Partial<RecordChange> {
  if (usesLeft === null) return {}
  const left = usesLeft - 1
  return { usesLeft: left, returned: 0, ...(left > 0 ? {} : closed('consumed')) }
}

function decided(
  record: TokenRecord,
  what: RecordedDecision['what'],
  { now }: Attempt,
  { by, note }: DecisionBy,
): readonly RecordedDecision[] {
  return [...record.decisions, { what, by, at: now, ...(note === undefined ? {} : { note }) }]
}

function isHeld(record: TokenRecord, now: number, holdId: string): boolean {
  return record.holds.some((held) => held.id === holdId && now < held.until)
}

/** A lease that ran out gave its use back by itself. */
function withoutLapsed({ holds, returned }: TokenRecord, now: number): Pick<TokenRecord, 'holds' | 'returned'> {
  const live = holds.filter((held) => now < held.until)
  return { holds: live, returned: returned + holds.length - live.length }
}

/** The next version of a record. */
function next(record: TokenRecord, { id, now }: Attempt, change: Partial<RecordChange>): TokenRecord {
  return {
    ...record,
    version: record.version + 1,
    attempts: [...record.attempts.slice(1 - ATTEMPTS_KEPT), id],
    changedAt: now,
    ...withoutLapsed(record, now),
    ...change,
  }
}
