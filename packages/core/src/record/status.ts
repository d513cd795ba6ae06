import type { TokenRecord } from './record.js'

/** Every {@link TokenStatus}. */
export const TOKEN_STATUSES = ['pending', 'active', 'expired', 'consumed', 'denied', 'revoked'] as const

/** What is told of a token: worked out from its record and the clock, stored nowhere. */
export type TokenStatus = (typeof TOKEN_STATUSES)[number]

/** The status of a record at a moment. Closed is final; otherwise time decides, and `now === expiresAt` is expired. */
export function statusOf(record: TokenRecord, now: number): TokenStatus {
  if (record.closedAs) return record.closedAs
  if (now >= record.expiresAt) return 'expired'
  return record.state === 'pending' ? 'pending' : 'active'
}
