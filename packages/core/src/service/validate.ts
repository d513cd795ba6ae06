import { opened, refused } from './answer.js'
import { storeFailure } from './at-store.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { type Judgement, judge, questionOf } from './judge.js'
import type { TokenRequest } from './request-types.js'
import type { Validation } from './validation-types.js'

/** One asynchronous step, the store's: everything before and behind it is plain. */
export async function validate(
  context: ServiceContext,
  presented: string | undefined,
  request: TokenRequest,
): Promise<Validation> {
  const reading = readClaim(context, presented)
  const read = reading instanceof Promise ? await reading : reading
  if ('reason' in read) return refused(context, read.reason)
  const question = questionOf(context, read.claim, request, false)
  const found = await find(context, read.claim.id)
  const now = context.clock()
  return told(context, judge(context, question, found, now), now)
}

export function find(context: ServiceContext, id: string) {
  return context.store.find(id).catch((error: unknown) => {
    throw storeFailure(context, 'find', error)
  })
}

function told(context: ServiceContext, judgement: Judgement, now: number): Validation {
  if (!judgement.ok) return refused(context, judgement.reason, judgement.record, now)
  const answer = opened(judgement.record, judgement.match, now)
  context.announce('validated', () => usedToken(answer.token))
  return answer
}

/** What events tell of a token that was used. */
export function usedToken({
  id,
  scope,
  route,
}: {
  readonly id: string
  readonly scope: string
  readonly route: string | undefined
}) {
  return { id, scope, route }
}
