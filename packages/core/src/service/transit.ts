import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { Attempt } from '../record/transition.js'
import { swap } from './at-store.js'
import type { ServiceContext } from './context.js'
import { find } from './find.js'
import type { Place } from './turns.js'

/** How often a call looks again after other processes were first. */
const MOST_SWAPS = 32

/** What a rule decides on a record: an answer, and the next version where something changes. */
export interface Step<T> {
  readonly answer: T
  readonly next?: TokenRecord | undefined
}

/** Which token a transition is of, and where it stands in the line of that token. */
export interface Transit {
  readonly id: string
  readonly place: Place
  /** Saves the first look, where the record was found just before and nobody was in between. */
  readonly known?: TokenRecord | undefined
}

/**
 * One transition of a token: finds the record, asks the rule, and swaps it for its next version. Where another caller was
 * first it looks again. In this process one transition of a token runs at a time.
 * @throws HallpassError `ERR_STORE`, `ERR_CONTENTION`, `ERR_CLOCK`
 */
export function transit<T>(
  context: ServiceContext,
  { id, place, known }: Transit,
  rule: (record: TokenRecord | undefined, attempt: Attempt) => Step<T>,
): Promise<T> {
  return context.inTurn(id, place, async (waited) => {
    let record = waited ? undefined : known
    for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
      record ??= await find(context, id)
      const { answer, next } = rule(record, { id: context.nextAttempt(), now: context.clock() })
      if (!next || (await swap(context, next))) return answer
      record = undefined
    }
    throw new HallpassError('ERR_CONTENTION', `others changed the token first ${MOST_SWAPS} times`)
  })
}
