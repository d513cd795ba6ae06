import type { Archive } from './archive.js'
import { type CardQuery, mayFit } from './card.js'

import { createPace } from './pace.js'
import { idOf, isId, SHELF_LENGTH, SPAN_LENGTH } from './places.js'
import { orAbsent } from './refusal.js'

/** The records of a few minutes, and their cards. */
export interface Shelf {
  readonly path: string
  /** The directory that the shelf is in. */
  readonly span: string
  /** In the order of the ids. */
  readonly entries: readonly ShelfEntry[]
}

export interface ShelfEntry {
  readonly id: string
  readonly cards: readonly string[]
}

/**
 * The ids of records that may fit, in their order, from behind `after` on. What was there before the first is told, and
 * what comes and goes meanwhile may be.
 */
export async function* candidates(archive: Archive, query: CardQuery, after = ''): AsyncGenerator<ShelfEntry> {
  const pace = createPace()
  for await (const { entries } of shelves(archive, after))
    for (const entry of entries) {
      if (entry.id <= after || !mayFit(entry.cards, query)) continue
      await pace()
      yield entry
    }
}

/** The shelves in the order of their ids, from the one of `after` on. */
export async function* shelves(archive: Archive, after = ''): AsyncGenerator<Shelf> {
  const { records } = archive.places
  for (const spanName of await namesIn(archive, records)) {
    const spanStart = idOf(spanName)
    if (spanStart < after.slice(0, SPAN_LENGTH)) continue
    const span = `${records}/${spanName}`
    for (const name of await namesIn(archive, span)) {
      if (spanStart + idOf(name) < after.slice(0, SHELF_LENGTH)) continue
      const path = `${span}/${name}`
      yield { path, span, entries: entriesAmong(await namesIn(archive, path)) }
    }
  }
}

/** The sorted names in a directory; none where it is not there. */
export async function namesIn({ fs }: Pick<Archive, 'fs'>, directory: string): Promise<readonly string[]> {
  return ((await orAbsent(fs.readdir(directory))) ?? []).sort()
}

/** A record's cards begin with its name and a dot, and so come right behind it. */
function entriesAmong(names: readonly string[]): readonly ShelfEntry[] {
  const entries: ShelfEntry[] = []
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? ''
    const id = name.includes('.') ? '' : idOf(name)
    if (!isId(id)) continue
    const cards: string[] = []
    for (; names[at + 1]?.startsWith(`${name}.`); at++) cards.push(names[at + 1] ?? '')
    entries.push({ id, cards })
  }
  return entries
}
