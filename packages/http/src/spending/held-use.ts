import type { ReservedUse } from '@hallpass/core'
import type { HeldUse, RefuseAnswer } from '../answer.js'
import { isGone, type NodeResponse, onceEnded } from '../node-response.js'
import { holdBack } from './hold-back.js'
import { keepLease } from './lease.js'
import type { Spending } from './take-use.js'

/** Says that a use could not be spent: `'reserved'` where its hold is gone, `'unavailable'` where the store fails. */
export type RefuseLate = (because: 'reserved' | 'unavailable', error?: unknown) => RefuseAnswer

/** The held use of a gate. `undefined` where nothing is held, since the route spends nothing or the request took its use before. */
export function heldUse(hold: ReservedUse, spending: Spending, refuse: RefuseLate): HeldUse | undefined {
  if (hold.leaseMs === Number.POSITIVE_INFINITY) return undefined
  return {
    settleBy(response) {
      if (isGone(response) || response.headersSent) {
        void giveBack(hold)
        return false
      }
      if (spending.spend === 'on-complete') settleWhenComplete(response, hold, spending.attempts, refuse)
      else settleBeforeHead(response, hold, refuse)
      return true
    },
  }
}

/** Gives a use back. Where the store fails it comes back with its lease. */
async function giveBack(hold: ReservedUse): Promise<void> {
  await hold.release().catch(comesBackLater)
}

/** Spends before the first byte of a response that is no failure of the server, and gives back before that of one that is. */
function settleBeforeHead(response: NodeResponse, hold: ReservedUse, refuse: RefuseLate): void {
  const stop = keepLease(hold)
  let settled = false
  const wentPast = holdBack(response, async (status) => {
    settled = true
    stop()
    return isFailure(status) ? void (await giveBack(hold)) : spend(hold, refuse)
  })
  onceEnded(response, () => {
    stop()
    if (!settled) void (wentPast() ? spend(hold, refuse) : giveBack(hold))
  })
}

/** Spends when the body is out, and gives back when it broke or told of a failure, as often as there are attempts. */
function settleWhenComplete(response: NodeResponse, hold: ReservedUse, attempts: number, refuse: RefuseLate): void {
  const stop = keepLease(hold)
  onceEnded(response, (whole) => {
    stop()
    const done = whole && !isFailure(response.statusCode)
    void (done || hold.returned + 1 >= attempts ? spend(hold, refuse) : giveBack(hold))
  })
}

async function spend(hold: ReservedUse, refuse: RefuseLate): Promise<RefuseAnswer | undefined> {
  try {
    return (await hold.commit()) ? undefined : refuse('reserved')
  } catch (error) {
    return refuse('unavailable', error)
  }
}

function isFailure(status: number): boolean {
  return status >= 500 && status < 600
}

function comesBackLater(_error: unknown): void {}
