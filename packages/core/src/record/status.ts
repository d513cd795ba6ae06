import type { ClosedAs, TokenRecord } from './record.js'

/** What is told of a token: worked out from its record and the clock, stored nowhere. */
export type TokenStatus = 'pending' | 'active' | 'expired' | ClosedAs

/** The status of a record at a moment. Closed is final; otherwise time decides, and `now === expiresAt` is expired. */
export function statusOf(record: TokenRecord, now: number): TokenStatus {
  if (record.closedAs) return record.closedAs
  if (now >= record.expiresAt) return 'expired'
  return record.state === 'pending' ? 'pending' : 'active'
}
