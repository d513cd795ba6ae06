import type { GateDecision } from '@hallpass/http'

/** What a decision came to: an answer, or none, since too many wait already or the time is up. */
export type Bounded = GateDecision | 'overload' | 'too_late'

/**
 * Bounds the decisions that wait for a store. One whose time is up is not waited for any more, and still counts until the
 * store is done with it: that is the work that is bounded.
 */
export function createBound({ pending, decisionMs }: { readonly pending: number; readonly decisionMs: number }) {
  let waiting = 0
  return async (decide: () => Promise<GateDecision>): Promise<Bounded> => {
    if (waiting >= pending) return 'overload'
    waiting += 1
    const decision = decide().finally(() => {
      waiting -= 1
    })
    return Promise.race([decision, afterwards(decision, decisionMs)])
  }
}

function afterwards(decision: Promise<unknown>, ms: number): Promise<'too_late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, 'too_late')
    const stop = () => clearTimeout(timer)
    decision.then(stop, stop)
  })
}
