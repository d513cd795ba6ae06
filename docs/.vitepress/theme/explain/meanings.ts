import type { RefusalReason } from '@hallpass/core'

/** What each check asks, as a question that a yes lets pass. The order is the service's. */
export const MEANINGS: Readonly<Record<RefusalReason, string>> = {
  disabled: 'Is the service switched on?',
  missing: 'Is a token presented?',
  malformed: 'Do its shape and checksum fit? The store was not asked yet.',
  unknown: 'Is there a record, and is the secret its own?',
  revoked: 'Has no operator revoked it?',
  denied: 'Has no operator denied it?',
  consumed: 'Is a use left?',
  expired: 'Is its time not over?',
  token_mismatch: 'Is it the token that is waited for?',
  scope_unknown: 'Is its scope still declared?',
  route_not_allowed: 'Does a route of it fit the method, the path and the resource?',
  fingerprint_mismatch: 'Is it the one action that it was minted for?',
  context_mismatch: 'Is the session the one that it is bound to?',
  pending: 'Was it approved, where that is required?',
  reserved: 'Is a use free, where the route spends one?',
}
