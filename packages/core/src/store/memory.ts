import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import { createLiveCounts, type LiveCounts } from './live-counts.js'
import { createOrderedIds } from './ordered-ids.js'
import { createPackedRecords } from './packed-records.js'
import { checkPageQuery, fitsQuery } from './page-query.js'
import type { InsertLimits, InsertOutcome, PageQuery, TokenStore } from './store.js'
import { createTimeQueue } from './time-queue.js'

/** Keeps records in this process: for tests, and for one process that may forget them at its end. */
export function memoryStore(): TokenStore {
  let table: Table | undefined = createTable()
  const step = <T>(run: (open: Table) => T): Promise<T> => {
    const open = table
    return open ? new Promise((resolve) => resolve(run(open))) : Promise.reject(isClosed())
  }
  return {
    insert: (record, limits) => step((open) => open.insert(record, limits)),
    find: (id) => (table ? Promise.resolve(table.find(id)) : Promise.reject(isClosed())),
    replace: (next) => step((open) => open.replace(next)),
    page: (query) => step((open) => open.page(query)),
    count: (scope, now) => step((open) => open.count(scope, now)),
    sweep: (before, limit) => step((open) => open.sweep(before, limit)),
    close: async () => {
      table = undefined
    },
  }
}

type Table = ReturnType<typeof createTable>

/** The records, the order in which they may be forgotten, and how many are live. */
function createTable() {
  const records = createPackedRecords()
  const ids = createOrderedIds()
  const byForgetting = createTimeQueue()
  const counts = createLiveCounts(records.get, records.all)

  return {
    find: records.get,
    insert(record: TokenRecord, limits: InsertLimits | undefined): InsertOutcome {
      if (records.get(record.id)) return 'taken'
      if (limits && isFull(counts, record, limits)) return 'full'
      records.set(record)
      ids.add(record.id)
      byForgetting.add(record.forgetAt, record.id)
      counts.changed(undefined, record)
      return 'inserted'
    },
    replace(next: TokenRecord): boolean {
      const before = records.get(next.id)
      if (before?.version !== next.version - 1) return false
      records.set(next)
      counts.changed(before, next)
      return true
    },
    page(query: PageQuery): readonly TokenRecord[] {
      checkPageQuery(query)
      const found: TokenRecord[] = []
      if (query.limit < 1) return found
      for (const id of ids.behind(query.after ?? '')) {
        const record = records.get(id)
        if (record && fitsQuery(record, query) && found.push(record) >= query.limit) break
      }
      return found
    },
    count: (scope: string, now: number) => counts.live({ of: 'any', scope }, now),
    sweep(before: number, limit: number): number {
      for (let swept = 0; swept < limit; swept++) {
        const id = byForgetting.takeIf((forgetAt) => forgetAt < before)
        if (id === undefined) return swept
        ids.delete(id)
        counts.changed(records.delete(id), undefined)
      }
      return limit
    },
  }
}

function isClosed(): HallpassError {
  return new HallpassError('ERR_STORE', 'the store is closed')
}

function isFull(
  counts: LiveCounts,
  { grants, subject }: TokenRecord,
  { now, total, perSubject }: InsertLimits,
): boolean {
  const scope = grants[0]?.scope
  if (scope === undefined) return false
  if (total !== undefined && counts.live({ of: 'first', scope }, now) >= total) return true
  return perSubject !== undefined && counts.live({ of: 'subject', scope, subject }, now) >= perSubject
}
