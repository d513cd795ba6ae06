import { type Facts, firstRefusal, type Wanted } from '../record/checks.js'
import type { TokenRecord } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import { type Asked, type Match, matchRecord } from '../request/match.js'
import type { TokenClaim } from '../token/format.js'
import { askedBy, fingerprintText } from './ask.js'
import type { ServiceContext } from './context.js'
import { GivenToken } from './given-token.js'
import type { TokenRequest } from './request-types.js'

/** A presented token's claim, and everything of the request that the rules need. Read once, before the store is asked. */
export interface Question extends Wanted {
  readonly claim: TokenClaim
  readonly request: TokenRequest
  readonly asked: Asked
}

export type Judgement =
  | { readonly ok: true; readonly record: TokenRecord; readonly match: Match }
  | { readonly ok: false; readonly reason: RefusalReason; readonly record: TokenRecord | undefined }

export function questionOf(
  context: ServiceContext,
  claim: TokenClaim,
  request: TokenRequest,
  spending: boolean,
): Question {
  return {
    claim,
    request,
    asked: askedBy(request),
    context: request.context ?? NO_CONTEXT,
    fingerprint: fingerprintText(request.fingerprint),
    taken: GivenToken.hasUse(context, claim.id, request),
    spending,
  }
}

const NO_CONTEXT = Object.freeze({})

/** The decision on what the store found, at a moment. Without the right secret all answers are one. */
export function judge(
  context: ServiceContext,
  question: Question,
  found: TokenRecord | undefined,
  now: number,
): Judgement {
  const record = provenRecord(context, question.claim, found)
  if (!record) return { ok: false, reason: 'unknown', record: undefined }
  const facts = factsOf(context, question, record, now)
  const reason = firstRefusal(facts)
  if (reason !== undefined || !facts.match) return { ok: false, reason: reason ?? 'route_not_allowed', record }
  return { ok: true, record, match: facts.match }
}

/** The record that was found, if the secret is its own. The work is the same where nothing was found. */
export function provenRecord(
  { digester, format }: ServiceContext,
  claim: TokenClaim,
  found: TokenRecord | undefined,
): TokenRecord | undefined {
  return digester.proves(claim, found) && found?.format === format.name ? found : undefined
}

/** Whether the answer takes one of a limited number of uses. */
export function takesUse(question: Question, judgement: Judgement): boolean {
  return judgement.ok && judgement.match.spends && judgement.record.usesLeft !== null && !question.taken
}

export function factsOf(
  { scopeOf }: ServiceContext,
  wanted: Wanted & Pick<Question, 'asked'>,
  record: TokenRecord,
  now: number,
): Facts {
  const match = matchRecord(record, wanted.asked, scopeOf)
  const scopeKnown = match !== undefined || record.grants.some((grant) => scopeOf(grant.scope) !== undefined)
  return { record, now, wanted, match, scopeKnown }
}
