import type { Match } from '../request/match.js'
import { equalInConstantTime } from '../token/digest.js'
import type { TokenRecord } from './record.js'
import type { RefusalReason } from './refusal.js'

/** What is wanted of a token, as far as the checks need it. */
export interface Wanted {
  readonly context: Readonly<Record<string, string | undefined>>
  readonly fingerprint: string | undefined
  /** Whether this same request has taken its use before. */
  readonly taken: boolean
  /** Whether the request takes a use where the route spends. */
  readonly spending: boolean
}

/** What the checks look at. Nothing here changes while they run. */
export interface Facts {
  readonly record: TokenRecord
  readonly now: number
  readonly wanted: Wanted
  /** The grant and route that open what was asked. */
  readonly match: Match | undefined
  /** Whether any scope of the record is registered. */
  readonly scopeKnown: boolean
}

/** A rule, named by the reason with which it refuses. */
export interface Check {
  readonly reason: RefusalReason
  readonly passes: (facts: Facts) => boolean
}

/**
 * The rules for a token whose secret is right, in their order: the first that fails is the answer. Closed is told before
 * expired, since it is final; bindings are checked before pending is told, so that only the right holder hears of it.
 */
export const CHECKS: readonly Check[] = [
  { reason: 'revoked', passes: ({ record }) => record.closedAs !== 'revoked' },
  { reason: 'denied', passes: ({ record }) => record.closedAs !== 'denied' },
  { reason: 'consumed', passes: ({ record, wanted }) => record.state !== 'closed' || wanted.taken },
  { reason: 'expired', passes: ({ record, now }) => now < record.expiresAt },
  { reason: 'scope_unknown', passes: ({ scopeKnown }) => scopeKnown },
  { reason: 'route_not_allowed', passes: ({ match }) => match !== undefined },
  { reason: 'fingerprint_mismatch', passes: fingerprintFits },
  { reason: 'context_mismatch', passes: contextFits },
  { reason: 'pending', passes: ({ record }) => record.state !== 'pending' },
  { reason: 'reserved', passes: useIsFree },
]

/** The first reason against, or `undefined` where the token opens what was asked. */
export function firstRefusal(facts: Facts): RefusalReason | undefined {
  for (const check of CHECKS) if (!check.passes(facts)) return check.reason
  return undefined
}

function fingerprintFits({ record, wanted }: Facts): boolean {
  if (record.fingerprint === undefined) return true
  return wanted.fingerprint !== undefined && equalInConstantTime(record.fingerprint, wanted.fingerprint)
}

function contextFits({ record, wanted }: Facts): boolean {
  for (const name in record.bindings)
    if (!Object.hasOwn(wanted.context, name) || wanted.context[name] !== record.bindings[name]) return false
  return true
}

function useIsFree({ record, match, now, wanted }: Facts): boolean {
  return wanted.taken || !wanted.spending || !match?.spends || freeUses(record, now) > 0
}

/** Uses that are neither spent nor held. */
function freeUses(record: TokenRecord, now: number): number {
  if (record.usesLeft === null) return Number.POSITIVE_INFINITY
  return record.usesLeft - record.holds.filter((hold) => now < hold.until).length
}
