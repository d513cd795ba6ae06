import type { TokenRecord } from '../record/record.js'
import { type Attempt, commit, hold, release, renew } from '../record/transition.js'
import { heldBack, refused, settled, tellConsumed } from './answer.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { type Judgement, judge, type Question, questionOf, takesUse } from './judge.js'
import { countedIn } from './load.js'
import type { TokenRequest } from './request-types.js'
import type { Reservation, ReservedUse } from './reservation-types.js'
import { transit } from './transit.js'
import type { ValidatedToken, Validation } from './validation-types.js'

/** Validates, and takes a use that can be given back, where the route spends one of a limited number. */
export async function reserve(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Reservation> {
  const read = await readClaim(context, presented)
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read, request, true)
  return countedIn(context, 'find', () => holdUse(context, question))
}

async function holdUse(context: ServiceContext, question: Question): Promise<Reservation> {
  const found = await find(context, question.claim.id)
  const now = context.clock()
  const judgement = judge(context, question, found, now)
  if (!takesUse(question, judgement)) return withHold(settled(context, question, judgement, now), () => NOTHING_HELD)
  const holdId = context.nextAttempt()
  const held = await takeHold(context, question, holdId, judgement)
  const returned = held.record?.returned ?? 0
  return withHold(heldBack(context, question, held), (token) => reservedUse(context, token, holdId, returned))
}

function takeHold(context: ServiceContext, question: Question, holdId: string, known: Judgement): Promise<Judgement> {
  return transit<Judgement>(
    context,
    { id: question.claim.id, place: 'behind', known: known.record },
    (record, attempt) => {
      const judgement = judge(context, question, record, attempt.now)
      if (!judgement.ok || !takesUse(question, judgement)) return { answer: judgement }
      const next = hold(judgement.record, attempt, holdId, context.lease)
      return { answer: { ...judgement, record: next }, next }
    },
  )
}

function withHold(answer: Validation, holdOf: (token: ValidatedToken) => ReservedUse): Reservation {
  return answer.ok ? { ...answer, hold: holdOf(answer.token) } : answer
}

/** Where no use is taken there is nothing to give back. */
const NOTHING_HELD: ReservedUse = Object.freeze({
  leaseMs: Number.POSITIVE_INFINITY,
  returned: 0,
  commit: async () => true,
  release: async () => true,
  renew: async () => true,
})

function reservedUse(context: ServiceContext, token: ValidatedToken, holdId: string, returned: number): ReservedUse {
  const { lease } = context
  const step = (change: (record: TokenRecord, attempt: Attempt) => TokenRecord | undefined) =>
    transit<TokenRecord | undefined>(context, { id: token.id, place: 'ahead' }, (found, attempt) => {
      const next = found && change(found, attempt)
      return { answer: next, next }
    })
  return Object.freeze({
    leaseMs: lease,
    returned,
    commit: async () => {
      const spent = await step((found, attempt) => commit(found, attempt, holdId))
      if (spent) tellConsumed(context, token, spent.usesLeft)
      return spent !== undefined
    },
    release: async () => (await step((found, attempt) => release(found, attempt, holdId))) !== undefined,
    renew: async () => (await step((found, attempt) => renew(found, attempt, holdId, lease))) !== undefined,
  })
}
