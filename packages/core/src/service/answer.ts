import type { TokenRecord } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import { statusOf } from '../record/status.js'
import type { Match } from '../request/match.js'
import type { ServiceContext } from './context.js'
import { grantSummary } from './summary.js'
import type { Refusal, ValidatedToken, Validation } from './validation-types.js'

/** The answer for a token that does not open the request, and its event. */
export function refused(
  context: ServiceContext,
  reason: RefusalReason,
  record?: TokenRecord,
  now?: number,
): Validation & { ok: false } {
  context.announce('refused', () => ({ reason, id: record?.id }))
  return { ok: false, refusal: refusalOf(reason, record, now) }
}

/** How long a bearer of a pending token may wait before it asks again. */
const PENDING_RETRY_MS = 2000

function refusalOf(reason: RefusalReason, record: TokenRecord | undefined, now: number | undefined): Refusal {
  if (!record) return { reason }
  if (reason === 'pending') return { reason, id: record.id, retryAfterMs: PENDING_RETRY_MS }
  if (reason === 'reserved' && now !== undefined)
    return { reason, id: record.id, retryAfterMs: untilUseIsFree(record, now) }
  return { reason, id: record.id }
}

function untilUseIsFree({ holds }: TokenRecord, now: number): number {
  return Math.max(1, Math.min(...holds.map((hold) => hold.until).filter((until) => until > now)) - now)
}

/** The answer for a token that opens the request. */
export function opened(
  record: TokenRecord,
  match: Match,
  now: number,
): { readonly ok: true; readonly token: ValidatedToken } {
  return { ok: true, token: validatedToken(record, match, now) }
}

function validatedToken(record: TokenRecord, match: Match, now: number): ValidatedToken {
  return Object.freeze({
    id: record.id,
    scope: match.scope,
    resourceId: match.resourceId as string,
    route: match.route && `${match.route.method} ${match.route.path}`,
    spends: match.spends,
    params: match.params,
    subject: record.subject,
    name: record.name,
    roles: record.roles,
    metadata: record.metadata,
    bindings: record.bindings,
    createdBy: record.createdBy,
    expiresAt: new Date(record.expiresAt),
    usesLeft: record.usesLeft,
    grants: record.grants.map(grantSummary),
    status: statusOf(record, now),
  })
}
