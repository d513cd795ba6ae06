import type { TokenRecord } from '../record/record.js'
import { spend } from '../record/transition.js'
import { refused, settled, unpresented } from './answer.js'
import { storeFailure } from './at-store.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { type Judgement, judge, type Question, questionOf, takesUse } from './judge.js'
import { enter } from './load.js'
import type { TokenRequest } from './request-types.js'
import { transit } from './transit.js'
import type { Validation } from './validation-types.js'

/** Validates, and spends one use where the route spends. What spends nothing goes straight through. */
export function consume(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  return unpresented(context, presented) ?? spendOne(context, presented, request)
}

async function spendOne(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  const reading = readClaim(context, presented)
  const read = reading instanceof Promise ? await reading : reading
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read, request, true)
  enter(context, 'find')
  try {
    let found: TokenRecord | undefined
    try {
      found = await context.store.find(read.id)
    } catch (error) {
      throw storeFailure(context, 'find', error)
    }
    const now = context.clock()
    const judgement = judge(context, question, found, now)
    if (!takesUse(question, judgement)) return settled(context, question, judgement, now)
    return settled(context, question, await takeUse(context, question, judgement), context.clock())
  } finally {
    context.load.underWay--
  }
}

/** The judgement that the use was taken on, with the record as it is then; or the one that refused it. */
export function takeUse(context: ServiceContext, question: Question, known?: Judgement): Promise<Judgement> {
  return transit<Judgement>(
    context,
    { id: question.claim.id, place: 'behind', known: known?.record },
    (record, attempt) => {
      const judgement = judge(context, question, record, attempt.now)
      if (!judgement.ok || !takesUse(question, judgement)) return { answer: judgement }
      const next = spend(judgement.record, attempt)
      return { answer: { ...judgement, record: next }, next }
    },
  )
}
