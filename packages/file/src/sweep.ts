import type { Archive } from './archive.js'
import { bury } from './bury.js'
import { mayFit } from './card.js'
import { sweepLeftovers } from './leftovers.js'
import { createPace } from './pace.js'
import { passageOf } from './passage.js'
import { directoryOf } from './places.js'
import { readRecord } from './read-record.js'
import { refusalOf } from './refusal.js'
import { type Shelf, type ShelfEntry, shelves } from './shelves.js'

/** Forgets records whose time is over, and removes what crashes left behind. Damaged records stay. */
export async function sweep(archive: Archive, before: number, limit: number): Promise<number> {
  await sweepLeftovers(archive)
  let swept = 0
  for await (const shelf of shelves(archive)) {
    swept += await sweepShelf(archive, shelf, before, limit - swept)
    if (swept >= limit) break
  }
  return swept
}

async function sweepShelf(archive: Archive, shelf: Shelf, before: number, limit: number): Promise<number> {
  const { disk, places } = archive
  const due = shelf.entries.filter(({ cards }) => mayFit(cards, { forgetBefore: before }))
  if (due.length > 0) await disk.makeDirectory(places.gone)
  const pace = createPace()
  let swept = 0
  for (const entry of due) {
    if (swept >= limit) break
    await pace()
    if (await forget(archive, entry, before)) swept++
  }
  if (swept === shelf.entries.length && (await disk.removeEmpty(shelf.path))) await disk.removeEmpty(shelf.span)
  return swept
}

/**
 * The record's directory is renamed away first, which one caller does and no other, and then removed: at no moment is a
 * record there in part.
 */
async function forget(archive: Archive, { id, cards }: ShelfEntry, before: number): Promise<boolean> {
  const { places, fs } = archive
  const reading = readRecord(archive, id)
  if (!reading?.record || reading.record.forgetAt >= before) return false
  const { name } = passageOf(id, reading.newest.nonce)
  if (await refusalOf(fs.rename(directoryOf(places, id), `${places.gone}/${name}`), 'ENOENT')) return false
  await bury(archive, name, cards)
  return true
}
