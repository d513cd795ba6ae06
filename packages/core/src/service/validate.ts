import { looked, refused } from './answer.js'
import { readClaim } from './claim.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { judge, questionOf } from './judge.js'
import type { TokenRequest } from './request-types.js'
import type { Validation } from './validation-types.js'

/**
 * Decides, spending nothing. One asynchronous step, the store's: everything before and behind it is plain.
 * @throws HallpassError `ERR_STORE`, `ERR_CLOCK`
 */
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
  return looked(context, judge(context, question, found, now), now)
}
