import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { InsertLimits, PageQuery, TokenStore } from './store.js'

/** Keeps records in this process: for tests, and for one process that may forget them at its end. */
export function memoryStore(): TokenStore {
  const records = new Map<string, TokenRecord>()
  let closed = false
  const step = <T>(run: () => T): Promise<T> =>
    closed
      ? Promise.reject(new HallpassError('ERR_STORE', 'the store is closed'))
      : new Promise((resolve) => resolve(run()))

  return {
    insert: (record, limits) => step(() => insert(records, record, limits)),
    find: (id) => (closed ? step(() => undefined) : Promise.resolve(records.get(id))),
    replace: (next) => step(() => replace(records, next)),
    page: (query) => step(() => page(records, query)),
    count: (scope, now) =>
      step(() => count(records.values(), now, (record) => record.grants.some((grant) => grant.scope === scope))),
    sweep: (before, limit) => step(() => sweep(records, before, limit)),
    close: async () => {
      closed = true
      records.clear()
    },
  }
}

type Records = Map<string, TokenRecord>

function insert(records: Records, record: TokenRecord, limits: InsertLimits | undefined) {
  if (records.has(record.id)) return 'taken'
  if (limits && isFull(records, record, limits)) return 'full'
  records.set(record.id, frozenCopy(record))
  return 'inserted'
}

function isFull(records: Records, { grants, subject }: TokenRecord, { now, total, perSubject }: InsertLimits): boolean {
  const scope = grants[0]?.scope
  const inScope = (record: TokenRecord) => record.grants[0]?.scope === scope
  if (total !== undefined && count(records.values(), now, inScope) >= total) return true
  return (
    perSubject !== undefined &&
    count(records.values(), now, (record) => inScope(record) && record.subject === subject) >= perSubject
  )
}

function count(records: Iterable<TokenRecord>, now: number, fits: (record: TokenRecord) => boolean): number {
  let live = 0
  for (const record of records) if (record.state !== 'closed' && now < record.expiresAt && fits(record)) live++
  return live
}

function replace(records: Records, next: TokenRecord): boolean {
  if (records.get(next.id)?.version !== next.version - 1) return false
  records.set(next.id, frozenCopy(next))
  return true
}

function page(records: Records, query: PageQuery): readonly TokenRecord[] {
  const found = [...records.values()].filter((record) => record.id > (query.after ?? '') && fits(record, query))
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, query.limit)
}

function fits(
  record: TokenRecord,
  { scope, resourceId, subject, createdBy, parent, state, closedAs }: PageQuery,
): boolean {
  return (
    (scope === undefined ||
      record.grants.some(
        (grant) => grant.scope === scope && (resourceId === undefined || grant.resourceId === resourceId),
      )) &&
    (subject === undefined || record.subject === subject) &&
    (createdBy === undefined || record.createdBy === createdBy) &&
    (parent === undefined || record.parent === parent) &&
    (state === undefined || record.state === state) &&
    (closedAs === undefined || record.closedAs === closedAs)
  )
}

function sweep(records: Records, before: number, limit: number): number {
  let swept = 0
  for (const record of records.values()) {
    if (swept === limit) break
    if (record.forgetAt < before && records.delete(record.id)) swept++
  }
  return swept
}

/** What callers hold and what is kept share nothing that could be written. */
function frozenCopy(record: TokenRecord): TokenRecord {
  return deepFreeze(structuredClone(record))
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
