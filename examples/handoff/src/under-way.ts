/** Work that has begun and is not over. */
export interface UnderWay {
  add(work: Promise<void>): void
  /** Resolves when none is left. */
  idle(): Promise<void>
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<void>>()
  return {
    add: (work) => {
      works.add(work)
      void work.finally(() => works.delete(work))
    },
    idle: async () => {
      while (works.size > 0) await Promise.all(works)
    },
  }
}
