/** Ids by a moment, earliest first: a binary heap. Adding and taking cost the logarithm of how many there are. */
export interface TimeQueue {
  add(at: number, id: string): void
  /** Takes the earliest id whose moment fits; `undefined` where none does. */
  takeIf(fits: (at: number) => boolean): string | undefined
}

export function createTimeQueue(): TimeQueue {
  const times: number[] = []
  const ids: string[] = []

  const swap = (a: number, b: number): void => {
    ;[times[a], times[b]] = [times[b] as number, times[a] as number]
    ;[ids[a], ids[b]] = [ids[b] as string, ids[a] as string]
  }
  const isEarlier = (a: number, b: number): boolean => (times[a] as number) < (times[b] as number)

  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!isEarlier(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  const sink = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const child = left + 1 < ids.length && isEarlier(left + 1, left) ? left + 1 : left
      if (child >= ids.length || !isEarlier(child, at)) return
      swap(at, child)
      at = child
    }
  }

  return {
    add(at, id) {
      times.push(at)
      ids.push(id)
      rise(ids.length - 1)
    },
    takeIf(fits) {
      const earliest = ids[0]
      if (earliest === undefined || !fits(times[0] as number)) return undefined
      swap(0, ids.length - 1)
      times.pop()
      ids.pop()
      sink()
      return earliest
    },
  }
}
