import { HallpassError } from '../errors.js'
import { CHECKS } from '../record/checks.js'
import type { TokenRecord } from '../record/record.js'
import { REFUSAL_REASONS, type RefusalReason } from '../record/refusal.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { factsOf, provenRecord, questionOf } from './judge.js'
import type { ExplainedCheck, ExplainSubject, Explanation } from './operator-types.js'
import type { TokenRequest } from './request-types.js'

/**
 * Every check and its verdict for a token and a request, for operators. Spends nothing and tells no event. With an id in
 * place of the token, the checks of the text and of the secret count as passed.
 */
export async function explain(
  context: ServiceContext,
  subject: ExplainSubject,
  request: TokenRequest,
): Promise<Explanation> {
  if (typeof subject !== 'object' || subject === null) throw nothingToExplain()
  const found = 'id' in subject ? await foundById(context, subject.id) : await foundByToken(context, subject.token)
  if ('reason' in found) return explained(found.reason, undefined, undefined)
  const question = questionOf(context, { id: found.id, secret: '' }, request, true)
  const facts = factsOf(context, question, found, context.clock())
  const failed = CHECKS.find((check) => !check.passes(facts))?.reason
  return explained(failed, found.id, facts.match?.route?.text)
}

type Found = TokenRecord | { readonly reason: RefusalReason }

async function foundById(context: ServiceContext, id: string): Promise<Found> {
  if (typeof id !== 'string' || id === '') throw nothingToExplain()
  return (await find(context, id)) ?? { reason: 'unknown' }
}

function nothingToExplain(): HallpassError {
  return new HallpassError('ERR_OPTIONS', 'explain needs a token or an id')
}

async function foundByToken(context: ServiceContext, token: string): Promise<Found> {
  const read = await readClaim(context, token)
  if ('reason' in read) return read
  return provenRecord(context, read, await find(context, read.id)) ?? { reason: 'unknown' }
}

/** The checks in their order. `token_mismatch` belongs to hand-offs alone. */
const EXPLAINED: readonly RefusalReason[] = REFUSAL_REASONS.filter((reason) => reason !== 'token_mismatch')

function explained(failed: RefusalReason | undefined, id: string | undefined, route: string | undefined): Explanation {
  const at = failed === undefined ? EXPLAINED.length : EXPLAINED.indexOf(failed)
  const verdict = (index: number): ExplainedCheck['verdict'] =>
    index < at ? 'passed' : index === at ? 'failed' : 'not_reached'
  return {
    id,
    ok: failed === undefined,
    reason: failed,
    route,
    checks: EXPLAINED.map((check, index) => ({ check, verdict: verdict(index) })),
  }
}
