import type { TokenRecord } from '../record/record.js'
import { createLiveCount, type LiveCount } from './live-count.js'

/** Counts of live records by group. A group is counted from the first time on that it is asked for. */
export interface LiveCounts {
  /** How many records that fit are live at a moment. `key` names the group: the same key is the same `fits`. */
  live(key: readonly (string | undefined)[], fits: Fits, now: number): number
  /** Hears of every change: `undefined` before the first and after the last version of a record. */
  changed(before: TokenRecord | undefined, after: TokenRecord | undefined): void
}

type Fits = (record: TokenRecord) => boolean

export function createLiveCounts(records: ReadonlyMap<string, TokenRecord>): LiveCounts {
  const groups = new Map<string, { readonly fits: Fits; readonly count: LiveCount }>()

  const open = (fits: Fits) => [...records.values()].filter((record) => record.state !== 'closed' && fits(record))

  function begin(key: string, fits: Fits): LiveCount {
    const count = createLiveCount(
      (id) => isOpen(records.get(id)),
      (now) => open(fits).filter((record) => now < record.expiresAt).length,
    )
    for (const record of open(fits)) count.opened(record)
    groups.set(key, { fits, count })
    return count
  }

  return {
    live(key, fits, now) {
      const name = JSON.stringify(key)
      return (groups.get(name)?.count ?? begin(name, fits)).at(now)
    },
    changed(before, after) {
      if (isOpen(before) === isOpen(after)) return
      for (const { fits, count } of groups.values()) {
        if (isOpen(after) && after && fits(after)) count.opened(after)
        if (isOpen(before) && before && fits(before)) count.closed(before)
      }
    },
  }
}

function isOpen(record: TokenRecord | undefined): boolean {
  return record !== undefined && record.state !== 'closed'
}
