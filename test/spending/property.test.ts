import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FRAMEWORKS } from './apps.js'
import { type Behaviour, behaving, behaviours, sendsAll, sendsHead } from './behaviours.js'
import { withWorld } from './world.js'

/** What is left of a token: written down from the words of the documentation, and not from the code. */
interface Left {
  readonly uses: number
  /** How often the use that is next came back. */
  readonly returned: number
}

type Spend = 'on-success' | 'on-complete'

const ATTEMPTS = 2

function after({ uses, returned }: Left, spend: Spend, behaviour: Behaviour): Left {
  const failed = behaviour.status >= 500
  const spent =
    spend === 'on-success'
      ? sendsHead(behaviour) && !failed
      : (sendsAll(behaviour) && !failed) || returned + 1 === ATTEMPTS
  return spent ? { uses: uses - 1, returned: 0 } : { uses, returned: returned + 1 }
}

describe.each(FRAMEWORKS)('over whatever a handler and a client do, on $name', (framework) => {
  it.each(['on-success', 'on-complete'] as const)('F4 a use is spent exactly when %s says so', async (spend) => {
    const sequences = fc.array(behaviours, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), sequences, async (uses, sequence) => {
        const { handler, runs, meet } = behaving()
        const options = spend === 'on-complete' ? { spend, attempts: ATTEMPTS } : { spend }
        await withWorld(framework, options, handler, async ({ mint, open, send, service, settledTimes }) => {
          const { token, id } = await mint(uses)
          let left: Left = { uses, returned: 0 }
          let met = 0
          for (const behaviour of sequence) {
            if (left.uses === 0) {
              expect((await send(token)).status).toBe(401)
              continue
            }
            await meet(behaviour, () => open(token))
            await settledTimes(++met)
            left = after(left, spend, behaviour)
            expect((await service.get(id))?.usesLeft, JSON.stringify(behaviour)).toBe(left.uses)
          }
          expect(runs()).toBe(met)
          if (spend === 'on-complete') expect(met).toBeLessThanOrEqual(uses * ATTEMPTS)
        })
      }),
      { numRuns: 40 },
    )
  })
})
