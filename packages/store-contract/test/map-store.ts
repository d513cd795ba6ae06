import { HallpassError, type InsertLimits, type PageQuery, type TokenRecord, type TokenStore } from '@hallpass/core'

/** The parts of a store in a Map, each of which a test may put a fault into. */
export interface MapStoreParts {
  readonly copy: (record: TokenRecord) => TokenRecord
  readonly isLive: (record: TokenRecord, now: number) => boolean
  readonly isCounted: (record: TokenRecord, scope: string | undefined) => boolean
  readonly isFull: (live: readonly TokenRecord[], record: TokenRecord, limits: InsertLimits) => boolean
  readonly keepsWhenFull: boolean
  readonly isTaken: (there: TokenRecord | undefined) => boolean
  readonly keyOf: (id: string) => string
  readonly follows: (next: TokenRecord, there: TokenRecord | undefined) => boolean
  readonly merge: (next: TokenRecord, there: TokenRecord | undefined) => TokenRecord
  readonly fits: (record: TokenRecord, query: PageQuery) => boolean
  readonly rows: (record: TokenRecord, query: PageQuery) => readonly TokenRecord[]
  readonly order: (a: string, b: string) => number
  readonly isBehind: (id: string, after: string) => boolean
  readonly isDue: (record: TokenRecord, before: number) => boolean
  readonly sweepLimit: (limit: number) => number
  readonly tellSwept: (count: number) => number
  readonly hasScope: (record: TokenRecord, scope: string) => boolean
  readonly pause: () => Promise<void> | undefined
  readonly closed: () => Error | undefined
}

export const soundParts: MapStoreParts = {
  copy: (record) => structuredClone(record),
  isLive: (record, now) => record.state !== 'closed' && now < record.expiresAt,
  isCounted: (record, scope) => scope !== undefined && record.grants[0]?.scope === scope,
  isFull: (live, { subject }, { total = Infinity, perSubject = Infinity }) =>
    live.length >= total || live.filter((record) => record.subject === subject).length >= perSubject,
  keepsWhenFull: false,
  isTaken: (there) => there !== undefined,
  keyOf: (id) => id,
  follows: (next, there) => there?.version === next.version - 1,
  merge: (next) => next,
  fits: (record, { scope, resourceId, subject, createdBy, parent, state, closedAs }) =>
    [
      [subject, record.subject],
      [createdBy, record.createdBy],
      [parent, record.parent],
      [state, record.state],
      [closedAs, record.closedAs],
    ].every(([wanted, value]) => wanted === undefined || wanted === value) &&
    (scope === undefined || record.grants.some((grant) => fitsGrant(grant, scope, resourceId))),
  rows: (record) => [record],
  order: (a, b) => (a < b ? -1 : 1),
  isBehind: (id, after) => id > after,
  isDue: (record, before) => record.forgetAt < before,
  sweepLimit: (limit) => limit,
  tellSwept: (count) => count,
  hasScope: (record, scope) => record.grants.some((grant) => grant.scope === scope),
  pause: () => undefined,
  closed: () => new HallpassError('ERR_STORE', 'the store is closed'),
}

/** A grant of the scope, for the resource where one is named. */
export function fitsGrant(
  grant: TokenRecord['grants'][number],
  scope: string,
  resourceId: string | undefined,
): boolean {
  return grant.scope === scope && (resourceId === undefined || grant.resourceId === resourceId)
}

/** A correct store, or one with faults. */
export function mapStore(faults: Partial<MapStoreParts> = {}): TokenStore {
  const parts = { ...soundParts, ...faults }
  const records = new Map<string, TokenRecord>()
  const all = () => [...records.values()]
  let isClosed = false

  function countsAgainst(record: TokenRecord, { now }: InsertLimits, other: TokenRecord): boolean {
    return parts.isCounted(other, record.grants[0]?.scope) && parts.isLive(other, now)
  }

  async function open(): Promise<void> {
    const error = isClosed ? parts.closed() : undefined
    if (error) throw error
  }

  return {
    async insert(record, limits) {
      await open()
      const there = records.get(parts.keyOf(record.id))
      const live = limits ? all().filter((other) => countsAgainst(record, limits, other)) : []
      const pause = parts.pause()
      if (pause) await pause
      if (parts.isTaken(there)) return 'taken'
      const full = limits !== undefined && parts.isFull(live, record, limits)
      if (!full || parts.keepsWhenFull) records.set(parts.keyOf(record.id), parts.copy(record))
      return full ? 'full' : 'inserted'
    },
    async find(id) {
      await open()
      const found = records.get(parts.keyOf(id))
      return found && parts.copy(found)
    },
    async replace(next) {
      await open()
      const there = records.get(parts.keyOf(next.id))
      const pause = parts.pause()
      if (pause) await pause
      if (!parts.follows(next, there)) return false
      records.set(parts.keyOf(next.id), parts.copy(parts.merge(next, there)))
      return true
    },
    async page(query) {
      await open()
      if (query.resourceId !== undefined && query.scope === undefined)
        throw new HallpassError('ERR_OPTIONS', 'a page by resourceId must name the scope too, got resourceId alone')
      const fitting = all().filter(
        (record) => parts.isBehind(record.id, query.after ?? '') && parts.fits(record, query),
      )
      const rows = fitting.sort((a, b) => parts.order(a.id, b.id)).flatMap((record) => parts.rows(record, query))
      return rows.slice(0, query.limit).map(parts.copy)
    },
    async count(scope, now) {
      await open()
      return all().filter((record) => parts.isLive(record, now) && parts.hasScope(record, scope)).length
    },
    async sweep(before, limit) {
      await open()
      const due = all().filter((record) => parts.isDue(record, before))
      const swept = due.slice(0, parts.sweepLimit(limit))
      for (const { id } of swept) records.delete(parts.keyOf(id))
      return parts.tellSwept(swept.length)
    },
    async close() {
      isClosed = true
    },
  }
}
