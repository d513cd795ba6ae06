/** Whether a call fails before it has its effect, or behind it. */
export type FaultMoment = 'before' | 'after'

/** The calls of a driver, one of which may be made to fail. */
export interface FaultLine {
  /** Has the call of this number fail, counted from 0 on now; of a number that never comes, none. */
  readonly arm: (at: number, moment: FaultMoment) => void
  /** Lets all calls through again, and gives how many there were. */
  readonly disarm: () => number
  /** What the call that is made now is to do. */
  readonly next: () => FaultMoment | undefined
}

export function createFaultLine(): FaultLine {
  let calls = 0
  let fault: { readonly at: number; readonly moment: FaultMoment } | undefined
  return {
    arm: (at, moment) => {
      calls = 0
      fault = { at, moment }
    },
    disarm: () => {
      fault = undefined
      return calls
    },
    next: () => (fault && calls++ === fault.at ? fault.moment : undefined),
  }
}
