import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenClaim } from '../token/format.js'
import { refused, settled } from './answer.js'
import { readClaim } from './claim.js'
import { takeUse } from './consume.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import { judge, provenRecord, questionOf, takesUse } from './judge.js'
import { countedIn } from './load.js'
import type { DirectRequest } from './request-types.js'
import type { Validation } from './validation-types.js'

/**
 * For a broker that waits for one particular token. The expected one is looked at first: unknown or closed, then expired,
 * whatever was shown; then a mismatch, which consumes neither; then the other checks and the use.
 */
export async function consumeExpected(
  context: ServiceContext,
  expectedId: string,
  presented: string | undefined,
  request?: DirectRequest,
): Promise<Validation> {
  if (typeof expectedId !== 'string' || expectedId === '')
    throw new HallpassError('ERR_OPTIONS', 'consumeExpected needs the id of the token that is expected')
  const read = await readClaim(context, presented)
  if ('reason' in read) return refused(context, read.reason)
  return countedIn(context, 'find', () => consumeOne(context, expectedId, read, request))
}

async function consumeOne(
  context: ServiceContext,
  expectedId: string,
  read: TokenClaim,
  request: DirectRequest | undefined,
): Promise<Validation> {
  const expected = await find(context, expectedId)
  const now = context.clock()
  const objection = objectionTo(expected, now)
  const mismatch = objection === undefined && !provenRecord(context, read, expected)
  if (objection || mismatch || !expected) return refused(context, objection ?? 'token_mismatch')
  const question = questionOf(context, read, request ?? requestFor(expected), true)
  const judgement = judge(context, question, expected, now)
  if (!takesUse(question, judgement)) return settled(context, question, judgement, now)
  return settled(context, question, await takeUse(context, question, judgement), context.clock())
}

function objectionTo(expected: TokenRecord | undefined, now: number): RefusalReason | undefined {
  if (!expected) return 'unknown'
  if (expected.state === 'closed') return expected.closedAs ?? 'unknown'
  return now >= expected.expiresAt ? 'expired' : undefined
}

/** Without a request, the token is asked for what it was minted for. */
function requestFor({ grants }: TokenRecord): DirectRequest {
  const grant = grants[0]
  return { scope: grant?.scope ?? '', ...(grant?.resourceId == null ? {} : { resourceId: grant.resourceId }) }
}
