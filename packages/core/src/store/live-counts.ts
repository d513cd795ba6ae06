import type { TokenRecord } from '../record/record.js'
import { createLiveCount, type LiveCount } from './live-count.js'

/** Which live records are counted: with any grant of a scope, with a first grant of it, or those of one subject among these. */
export type LiveGroup =
  | { readonly of: 'any'; readonly scope: string }
  | { readonly of: 'first'; readonly scope: string }
  | { readonly of: 'subject'; readonly scope: string; readonly subject: string | undefined }

/** Counts of live records by group. The groups of a scope are kept from the first time on that one of them is asked for. */
export interface LiveCounts {
  live(group: LiveGroup, now: number): number
  /** Hears of every change: `undefined` before the first and after the last version of a record. */
  changed(before: TokenRecord | undefined, after: TokenRecord | undefined): void
}

/** `find` and `all` look at the records that are counted. */
export function createLiveCounts(
  find: (id: string) => TokenRecord | undefined,
  all: () => Iterable<TokenRecord>,
): LiveCounts {
  const watched = new Set<string>()
  const counts = new Map<string, LiveCount>()

  const open = (): readonly TokenRecord[] => [...all()].filter(isOpen)

  function countOf(key: string): LiveCount {
    const known = counts.get(key)
    if (known) return known
    const recount = (now: number) => open().filter((record) => now < record.expiresAt && inGroup(record, key)).length
    const count = createLiveCount((id) => isOpen(find(id)), recount)
    counts.set(key, count)
    return count
  }

  const keysOf = (record: TokenRecord) =>
    groupsOf(record)
      .filter(({ scope }) => watched.has(scope))
      .map(keyOf)

  function watch(scope: string): void {
    if (watched.has(scope)) return
    watched.add(scope)
    for (const record of open())
      for (const group of groupsOf(record)) if (group.scope === scope) countOf(keyOf(group)).opened(record)
  }

  function leave(key: string, record: TokenRecord): void {
    const count = countOf(key)
    count.closed(record)
    if (count.isEmpty()) counts.delete(key)
  }

  return {
    live(group, now) {
      watch(group.scope)
      return counts.get(keyOf(group))?.at(now) ?? 0
    },
    changed(before, after) {
      if (before && isOpen(before) && !isOpen(after)) for (const key of keysOf(before)) leave(key, before)
      if (after && isOpen(after) && !isOpen(before)) for (const key of keysOf(after)) countOf(key).opened(after)
    },
  }
}

function isOpen(record: TokenRecord | undefined): record is TokenRecord {
  return record !== undefined && record.state !== 'closed'
}

function groupsOf({ grants, subject }: TokenRecord): readonly LiveGroup[] {
  const first = grants[0]?.scope
  const any = [...new Set(grants.map((grant) => grant.scope))].map((scope) => ({ of: 'any', scope }) as const)
  return first === undefined ? any : [...any, { of: 'first', scope: first }, { of: 'subject', scope: first, subject }]
}

const keyOf = (group: LiveGroup): string => JSON.stringify(group)

const inGroup = (record: TokenRecord, key: string): boolean => groupsOf(record).some((group) => keyOf(group) === key)
