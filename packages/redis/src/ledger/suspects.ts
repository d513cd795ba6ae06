/** What is remembered of places without a record, so that they are given back in time, and not looked at all the time. */
export interface Suspects {
  /** Whether it is time to look at a ledger; then nobody else does for a while. */
  readonly takesLook: (ledger: string) => boolean
  /** Notes an id without a record at the first look; answers whether that was so long ago that none comes any more. */
  readonly isOverdue: (id: string) => boolean
}

/** @param patience how long a record may be under way, in milliseconds */
export function createSuspects(patience: number): Suspects {
  const seen = createMoments()
  const looked = createMoments()
  return {
    takesLook(ledger) {
      const now = performance.now()
      if (now - looked.of(ledger, Number.NEGATIVE_INFINITY) < patience / 10) return false
      looked.set(ledger, now)
      return true
    },
    isOverdue(id) {
      const now = performance.now()
      const first = seen.of(id, now)
      seen.set(id, first)
      return now - first >= patience
    },
  }
}

/** Moments by name, never more than so many. */
function createMoments() {
  const moments = new Map<string, number>()
  return {
    of: (name: string, otherwise: number) => moments.get(name) ?? otherwise,
    set: (name: string, moment: number) => {
      if (moments.size >= MOST) moments.clear()
      moments.set(name, moment)
    },
  }
}

const MOST = 10_000
