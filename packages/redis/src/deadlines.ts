/** Something that waits, until its end by the monotonic clock. */
export interface Waiting {
  readonly end: number
  readonly late: () => void
}

/** Tells those whose time is over. All wait equally long, so the first that came is the first that is late: one timer does. */
export interface Deadlines {
  readonly add: (waiting: Waiting) => void
  readonly remove: (waiting: Waiting) => void
}

export function createDeadlines(): Deadlines {
  const inOrder = new Set<Waiting>()
  let timer: NodeJS.Timeout | undefined

  function arm(): void {
    const [first] = inOrder
    // An answer may lie in the socket while the event loop was busy: it is read before anybody is told that none came.
    timer = first && setTimeout(() => setImmediate(tell), Math.max(1, first.end - performance.now())).unref()
  }

  function tell(): void {
    const now = performance.now()
    for (const waiting of inOrder) {
      if (now < waiting.end) break
      inOrder.delete(waiting)
      waiting.late()
    }
    arm()
  }

  return {
    add: (waiting) => {
      inOrder.add(waiting)
      if (!timer) arm()
    },
    remove: (waiting) => void inOrder.delete(waiting),
  }
}
