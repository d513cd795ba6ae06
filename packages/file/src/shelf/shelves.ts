import type { Archive } from '../archive.js'
import { orAbsent } from '../disk/refusal.js'
import { createPace } from '../pace.js'
import { idOf, isId, isShelfStart, isSpanStart, shelfStart, spanStart } from '../places.js'
import { type CardQuery, mayFit } from './card.js'

/** The records that were minted in about half a minute, and their cards. */
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
 * The ids of records that may fit, in their order, from behind `after` on. What is there all the while is told; what comes
 * or goes meanwhile may be.
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

/** The shelves in the order of their ids, from the one of `after` on. Other names are not the store's. */
export async function* shelves(archive: Archive, after = ''): AsyncGenerator<Shelf> {
  const { records } = archive.places
  for (const spanName of await namesIn(archive, records)) {
    const start = idOf(spanName)
    if (!isSpanStart(start) || start < spanStart(after)) continue
    const span = `${records}/${spanName}`
    for (const name of await namesIn(archive, span)) {
      const from = start + idOf(name)
      if (!isShelfStart(from) || from < shelfStart(after)) continue
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
  for (let at = 0; at < names.length; ) {
    const name = names[at++] ?? ''
    if (name.includes('.')) continue
    const begun = at
    while (names[at]?.startsWith('.', name.length) && names[at]?.startsWith(name)) at++
    const id = idOf(name)
    if (isId(id)) entries.push({ id, cards: names.slice(begun, at) })
  }
  return entries
}
