import type { TokenRecord } from '../record/record.js'
import { REFUSAL_REASONS, type RefusalReason } from '../record/refusal.js'
import type { Match } from '../request/match.js'
import type { ServiceContext } from './context.js'
import { GivenToken } from './given-token.js'
import type { Judgement, Question } from './judge.js'
import type { Refusal, ValidatedToken, Validation } from './validation-types.js'

type Opened = Validation & { readonly ok: true }
type Refused = Validation & { readonly ok: false }

/** The answer for a token that does not open the request, and its event. */
export function refused(context: ServiceContext, reason: RefusalReason, record?: TokenRecord, now?: number): Refused {
  if (context.events.hears('refused')) context.events.tell('refused', { reason, id: record?.id })
  return record ? { ok: false, refusal: refusalOf(reason, record, now) } : BARE[reason]
}

/**
 * The answer where nothing is presented, and its event; `undefined` where there is something to read, or a switch to ask.
 * One promise for all, since there is nothing to find out.
 */
export function unpresented(context: ServiceContext, presented: string | undefined): Promise<Refused> | undefined {
  if ((presented !== undefined && presented !== '') || context.enabled !== true) return undefined
  refused(context, 'missing')
  return UNPRESENTED
}

/** Refusals that tell a reason and nothing else are made once. */
const BARE = Object.fromEntries(
  REFUSAL_REASONS.map((reason) => [reason, Object.freeze({ ok: false, refusal: Object.freeze({ reason }) })]),
) as Readonly<Record<RefusalReason, Refused>>
const UNPRESENTED = Promise.resolve(BARE.missing)

/** The answer to a judgement that spends nothing, and its event. */
export function looked(context: ServiceContext, judgement: Judgement, now: number): Validation {
  if (!judgement.ok) return refused(context, judgement.reason, judgement.record, now)
  const token = new GivenToken(context, judgement.record, judgement.match, now)
  if (context.events.hears('validated')) context.events.tell('validated', usedToken(token))
  return { ok: true, token }
}

/**
 * The answer to a judgement that may have spent a use, and its event. `now` is behind the swap: a token that expired while
 * it was under way opens nothing, and its use is spent.
 */
export function settled(context: ServiceContext, question: Question, judgement: Judgement, now: number): Validation {
  if (judgement.ok && now >= judgement.record.expiresAt) return refused(context, 'expired', judgement.record, now)
  if (!judgement.ok || !judgement.match.spends || question.taken) return looked(context, judgement, now)
  return consumed(context, question, judgement.record, judgement.match, now)
}

/** The answer to a judgement that a use was held on. It is told as consumed only when it is committed. */
export function heldBack(context: ServiceContext, question: Question, judgement: Judgement): Validation {
  const now = context.clock()
  if (judgement.ok && now >= judgement.record.expiresAt) return refused(context, 'expired', judgement.record, now)
  const answer = looked(context, judgement, now)
  if (answer.ok) GivenToken.rememberUse(answer.token, question.request)
  return answer
}

/** Tells that a use was spent. */
export function tellConsumed({ events }: ServiceContext, token: ValidatedToken, usesLeft: number | null): void {
  if (events.hears('consumed')) events.tell('consumed', { ...usedToken(token), usesLeft })
}

function consumed(context: ServiceContext, question: Question, record: TokenRecord, match: Match, now: number): Opened {
  const token = new GivenToken(context, record, match, now)
  if (record.usesLeft !== null) GivenToken.rememberUse(token, question.request)
  tellConsumed(context, token, token.usesLeft)
  return { ok: true, token }
}

/** How long a bearer of a pending token may wait before it asks again. */
const PENDING_RETRY_MS = 2000

function refusalOf(reason: RefusalReason, record: TokenRecord, now: number | undefined): Refusal {
  if (reason === 'pending') return { reason, id: record.id, retryAfterMs: PENDING_RETRY_MS }
  if (reason === 'reserved' && now !== undefined)
    return { reason, id: record.id, retryAfterMs: untilUseIsFree(record, now) }
  return { reason, id: record.id }
}

/** At least 1, also where the last lease ran out after the rule saw it. */
function untilUseIsFree({ holds }: TokenRecord, now: number): number {
  const ends = holds.map((hold) => hold.until).filter((until) => until > now)
  return ends.length === 0 ? 1 : Math.min(...ends) - now
}

/** What events tell of a token that was used. */
function usedToken({ id, scope, route }: ValidatedToken) {
  return { id, scope, route }
}
