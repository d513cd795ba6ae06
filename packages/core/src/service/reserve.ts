import type { TokenRecord } from '../record/record.js'
import { type Attempt, commit, hold, release, renew } from '../record/transition.js'
import { refused, settled } from './answer.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { type Judgement, judge, type Question, questionOf, takesUse } from './judge.js'
import type { TokenRequest } from './request-types.js'
import type { Reservation, ReservedUse } from './reservation-types.js'
import { transit } from './transit.js'

/**
 * Validates, and takes a use that can be given back, where the route spends one of a limited number.
 * @throws HallpassError `ERR_STORE`, `ERR_CONTENTION`, `ERR_CLOCK`
 */
export async function reserve(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Reservation> {
  const read = await readClaim(context, presented)
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read, request, true)
  const found = await find(context, read.id)
  const judgement = judge(context, question, found, context.clock())
  if (!takesUse(question, judgement)) return withHold(settled(context, question, judgement), NOTHING_HELD)
  const holdId = context.nextAttempt()
  const held = await takeHold(context, question, holdId, judgement)
  return withHold(settled(context, question, held), reservedUse(context, question.claim.id, holdId, held.record))
}

function takeHold(context: ServiceContext, question: Question, holdId: string, known: Judgement): Promise<Judgement> {
  return transit<Judgement>(
    context,
    question.claim.id,
    (record, attempt) => {
      const judgement = judge(context, question, record, attempt.now)
      if (!judgement.ok || !takesUse(question, judgement)) return { answer: judgement }
      const next = hold(judgement.record, attempt, holdId, context.lease)
      return { answer: { ...judgement, record: next }, next }
    },
    known.record,
  )
}

function withHold(answer: ReturnType<typeof settled>, held: ReservedUse): Reservation {
  return answer.ok ? { ...answer, hold: held } : answer
}

/** Where no use is taken there is nothing to give back. */
const NOTHING_HELD: ReservedUse = Object.freeze({
  leaseMs: Number.POSITIVE_INFINITY,
  returned: 0,
  commit: async () => true,
  release: async () => true,
  renew: async () => true,
})

function reservedUse(
  context: ServiceContext,
  id: string,
  holdId: string,
  record: TokenRecord | undefined,
): ReservedUse {
  const step = (change: (record: TokenRecord, attempt: Attempt) => TokenRecord | undefined) =>
    transit<boolean>(context, id, (found, attempt) => {
      const next = found && change(found, attempt)
      return { answer: next !== undefined, next }
    })
  return Object.freeze({
    leaseMs: context.lease,
    returned: record?.returned ?? 0,
    commit: () => step((found, attempt) => commit(found, attempt, holdId)),
    release: () => step((found, attempt) => release(found, attempt, holdId)),
    renew: () => step((found, attempt) => renew(found, attempt, holdId, context.lease)),
  })
}
