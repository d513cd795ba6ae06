import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import { spend } from '../record/transition.js'
import { opened, refused } from './answer.js'
import { swap } from './at-store.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { type Judgement, judge, type Question, questionOf } from './judge.js'
import type { TokenRequest } from './request-types.js'
import { find, usedToken } from './validate.js'
import type { Validation } from './validation-types.js'

/** How often a call looks again after other processes were first. */
export const MOST_SWAPS = 32

/**
 * Validates, and spends one use where the route spends. What spends nothing goes straight through; what spends waits for
 * its turn, so that callers of one process do not lose against each other.
 * @throws HallpassError `ERR_STORE`, `ERR_CONTENTION`, `ERR_CLOCK`
 */
export async function consume(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  const reading = readClaim(context, presented)
  const read = reading instanceof Promise ? await reading : reading
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read.claim, request, true)
  const found = await find(context, read.claim.id)
  const judgement = judge(context, question, found, context.clock())
  if (!judgement.ok || !takesUse(question, judgement)) return settled(context, question, judgement, request)
  return context.inTurn(read.claim.id, (waited) =>
    takeUse(context, question, request, waited ? undefined : judgement.record),
  )
}

function takesUse(question: Question, { record, match }: Judgement & { ok: true }): boolean {
  return match.spends && record.usesLeft !== null && !question.taken
}

/** Looks and swaps until the swap succeeds or a rule refuses. `known` saves the first look. */
async function takeUse(
  context: ServiceContext,
  question: Question,
  request: TokenRequest,
  known: TokenRecord | undefined,
): Promise<Validation> {
  for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
    const found = swaps === 0 && known ? known : await find(context, question.claim.id)
    const now = context.clock()
    const judgement = judge(context, question, found, now)
    if (!judgement.ok) return refused(context, judgement.reason, judgement.record, now)
    const next = spend(judgement.record, { id: context.nextAttempt(), now })
    if (await swap(context, next)) return settled(context, question, { ...judgement, record: next }, request)
  }
  throw new HallpassError('ERR_CONTENTION', `others changed the token first ${MOST_SWAPS} times`)
}

/** Reads the clock once more: a token that expired while the swap was under way opens nothing, and its use is spent. */
function settled(context: ServiceContext, question: Question, judgement: Judgement, request: TokenRequest): Validation {
  const now = context.clock()
  if (!judgement.ok) return refused(context, judgement.reason, judgement.record, now)
  if (now >= judgement.record.expiresAt) return refused(context, 'expired', judgement.record, now)
  const answer = opened(judgement.record, judgement.match, now)
  if (judgement.match.spends && !question.taken) {
    context.takenUses.remember(answer.token, request)
    context.announce('consumed', () => ({ ...usedToken(answer.token), usesLeft: answer.token.usesLeft }))
  } else context.announce('validated', () => usedToken(answer.token))
  return answer
}
