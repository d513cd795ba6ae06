/** Ids that have a place and no record, since somebody looked. */
export interface Suspects {
  /** Notes an id at the first look; answers whether that was so long ago that nothing comes any more. */
  readonly isOverdue: (id: string) => boolean
}

/** @param patience how long a record may be under way, in milliseconds */
export function createSuspects(patience: number): Suspects {
  const seen = new Map<string, number>()
  return {
    isOverdue(id) {
      const now = performance.now()
      const first = seen.get(id) ?? now
      if (seen.size > MOST) seen.clear()
      seen.set(id, first)
      return now - first >= patience
    },
  }
}

const MOST = 10_000
