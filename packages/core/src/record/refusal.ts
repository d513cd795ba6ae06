/** Why a token does not open a request, in the order in which the checks run: the first that fails is the answer. */
export const REFUSAL_REASONS = [
  'disabled',
  'missing',
  'malformed',
  'unknown',
  'revoked',
  'denied',
  'consumed',
  'expired',
  'token_mismatch',
  'scope_unknown',
  'route_not_allowed',
  'fingerprint_mismatch',
  'context_mismatch',
  'pending',
  'reserved',
] as const

/** One of {@link REFUSAL_REASONS}. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number]
