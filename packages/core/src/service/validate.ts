import type { TokenRecord } from '../record/record.js'
import { looked, refused, unpresented } from './answer.js'
import { storeFailure } from './at-store.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { judge, questionOf } from './judge.js'
import { enter } from './load.js'
import type { TokenRequest } from './request-types.js'
import type { Validation } from './validation-types.js'

/** Decides, spending nothing. One asynchronous step, the store's: everything before and behind it is plain. */
export function validate(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  return unpresented(context, presented) ?? look(context, presented, request)
}

async function look(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  const reading = readClaim(context, presented)
  const read = reading instanceof Promise ? await reading : reading
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read, request, false)
  let found: TokenRecord | undefined
  enter(context, 'find')
  try {
    found = await context.store.find(read.id)
  } catch (error) {
    throw storeFailure(context, 'find', error)
  } finally {
    context.load.underWay--
  }
  const now = context.clock()
  return looked(context, judge(context, question, found, now), now)
}
