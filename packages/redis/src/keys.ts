import { crc32 } from 'node:zlib'
import type { RedisSettings } from './options.js'
import { ALL, type Terms } from './terms.js'

/** The keys of the records of one slot, and of what finds them. */
export interface Partition {
  /** A sorted set of terms with the ids behind them, in byte order: what lists and filters read. */
  readonly index: string
  /** A sorted set of terms and id by the time to be forgotten: what sweeps read. */
  readonly forget: string
  readonly record: (id: string) => string
}

/** The keys that count who is live in a scope, in one slot. */
export interface Ledger {
  /** Records whose first grant is of the scope, by their expiry. */
  readonly total: string
  /** Those of one subject. */
  readonly own: string
}

/** Where things are. */
export interface Layout {
  readonly partitions: readonly Partition[]
  readonly partitionOf: (id: string) => Partition
  /** Where the first grant of a record counts; `undefined` for a record without one. */
  readonly ledgerOf: (terms: Terms) => Ledger | undefined
  /** Where records count whose first grant is of the scope … */
  readonly firsts: (scope: string) => string
  /** … and those that have it as a further one. */
  readonly others: (scope: string) => string
  /** Whether everything is in one slot, so that one script can do all. */
  readonly isOneSlot: boolean
  /** Holds what must be the same for all who share the tokens. */
  readonly mark: string
}

/**
 * What stands in braces decides about the slot. With one partition that is the prefix for all keys; with more, each
 * partition and each scope has a slot of its own.
 */
export function layoutOf({ keyPrefix, partitions: count }: Pick<RedisSettings, 'keyPrefix' | 'partitions'>): Layout {
  const isOneSlot = count === 1
  const tag = (name: string | number) => (isOneSlot ? `{${keyPrefix}}` : `{${keyPrefix}:${name}}`)
  const partitions = Array.from({ length: count }, (_, number) => partitionAt(tag(number)))
  const ledger = (kind: string, scope: string) => `${tag(scope)}:${kind}:${scope}`
  const firsts = (scope: string) => ledger('live', scope)
  return {
    partitions,
    partitionOf: (id) => partitions[isOneSlot ? 0 : crc32(id) % count] as Partition,
    ledgerOf: ({ scopes: [scope], subject }) =>
      scope === undefined ? undefined : { total: firsts(scope), own: `${ledger('own', scope)}:${subject ?? ''}` },
    firsts,
    others: (scope) => ledger('also', scope),
    isOneSlot,
    mark: `{${keyPrefix}}:layout`,
  }
}

function partitionAt(tag: string): Partition {
  const start = `${tag}:token:`
  return { index: `${tag}:index`, forget: `${tag}:forget`, record: (id) => start + id }
}

/** The range of an index in which the ids with a term stand, behind an id. */
export function rangeOf(term: string, after: string | undefined): readonly [from: string, to: string] {
  return [after === undefined ? `[${term}` : `(${term}${after}`, `(${term}${LAST}`]
}

/** Behind every id. */
const LAST = '\u{10ffff}'

/** The id of an entry of an index. */
export function idAt(term: string, entry: string): string {
  return entry.slice(term.length)
}

/** An entry of the sorted set that sweeps read. */
export function forgetEntry({ all }: Terms, id: string): string {
  return `${all.filter((term) => term !== ALL).join('')} ${id}`
}
