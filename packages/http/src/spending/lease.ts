import type { ReservedUse } from '@hallpass/core'

/**
 * Renews a hold at every third of its lease, until the answer is called or the hold is gone. Does not hold the process
 * open. A renewal that fails is tried again at the next third.
 */
export function keepLease(hold: ReservedUse): () => void {
  const stop = () => clearInterval(timer)
  const timer = setInterval(() => {
    hold.renew().then((renewed) => {
      if (!renewed) stop()
    }, untilNext)
  }, hold.leaseMs / 3)
  timer.unref()
  return stop
}

/** The store may be back by then; if not, the commit tells. */
function untilNext(_error: unknown): void {}
