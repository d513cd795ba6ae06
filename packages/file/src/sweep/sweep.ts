import type { Archive } from '../archive.js'
import { refusalOf } from '../disk/refusal.js'
import { createPace } from '../pace.js'
import { passageOf } from '../passage.js'
import { directoryOf } from '../places.js'
import { readRecord } from '../record/read-record.js'
import { mayFit } from '../shelf/card.js'
import { type Shelf, type ShelfEntry, shelves } from '../shelf/shelves.js'
import { bury } from './bury.js'
import { sweepLeftovers } from './leftovers.js'

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

/** As many as there are threads for it. */
const AT_ONCE = 4

async function sweepShelf(archive: Archive, shelf: Shelf, before: number, limit: number): Promise<number> {
  const { disk, places } = archive
  const due = shelf.entries.filter(({ cards }) => mayFit(cards, { forgetBefore: before }))
  if (due.length > 0) await disk.makeDirectory(places.gone)
  const pace = createPace()
  let swept = 0
  for (let at = 0; at < due.length && swept < limit; ) {
    const group = due.slice(at, at + Math.min(AT_ONCE, limit - swept))
    at += group.length
    await pace()
    const forgotten = await Promise.all(group.map((entry) => forget(archive, entry, before)))
    swept += forgotten.filter(Boolean).length
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
