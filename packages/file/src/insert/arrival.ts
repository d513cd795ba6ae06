import { HallpassError, type InsertOutcome, type TokenRecord } from '@hallpass/core'
import type { Archive } from '../archive.js'
import { refusalOf } from '../disk/refusal.js'
import { newNonce } from '../nonce.js'
import { type Passage, passageOf } from '../passage.js'
import { directoryOf, shelfOf, spanOf } from '../places.js'
import { newestOf } from '../record/read-record.js'
import { textOf } from '../record/record-text.js'
import { versionName } from '../record/versions.js'
import { cardOf } from '../shelf/card.js'
import { bury } from '../sweep/bury.js'

/** Writes a new record aside, whole and lasting, and its card onto its shelf. What a crash leaves of it is swept. */
export async function prepare(archive: Archive, record: TokenRecord): Promise<Passage> {
  const text = textOf(record)
  const passage = passageOf(record.id, newNonce())
  await archive.ground()
  try {
    await write(archive, passage, record, text)
  } catch (error) {
    await withdraw(archive, passage)
    throw error
  }
  return passage
}

/**
 * Renames a new record's directory to its place, which fails where another record is. A directory can be renamed once,
 * whoever does it: a record that was swept does not come back by the hand of one who was stalled.
 * @throws HallpassError `ERR_STORE` where this process was stalled for so long that what it wrote was swept
 */
export async function place(archive: Archive, passage: Passage): Promise<InsertOutcome> {
  const { places, disk } = archive
  const refusal = await moveIn(archive, passage)
  if (refusal === 'ENOENT') refuseStalled(archive, passage)
  else if (refusal) return withdraw(archive, passage).then(() => 'taken' as const)
  await disk.sync(shelfOf(places, passage.id), spanOf(places, passage.id), places.records)
  return 'inserted'
}

/** Renames a new record's directory to its place, if it is still aside and nothing else is in the place. */
export function moveIn({ places, fs }: Archive, { id, name }: Passage) {
  const into = directoryOf(places, id)
  return refusalOf(fs.rename(`${places.scratch}/${name}`, into), 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')
}

/** Removes a new record that is not to come. What cannot be removed now is swept later: answers whether it is gone. */
export async function withdraw(archive: Archive, { name }: Passage): Promise<boolean> {
  const { places, fs } = archive
  try {
    await fs.rename(`${places.scratch}/${name}`, `${places.gone}/${name}`)
    await bury(archive, name)
    return true
  } catch {
    return false
  }
}

async function write(
  { places, fs, disk }: Archive,
  passage: Passage,
  record: TokenRecord,
  text: string,
): Promise<void> {
  const aside = `${places.scratch}/${passage.name}`
  const version = `${aside}/${versionName(record.version, passage.nonce)}`
  await disk.makeDirectory(aside)
  await disk.writeNew(version, text, aside)
  const shelf = shelfOf(places, record.id)
  await disk.within(shelf, () => fs.link(version, `${shelf}/${cardOf(passage.name, record)}`))
}

/** Either somebody else renamed it to its place, or it was swept as scratch. */
function refuseStalled(archive: Archive, { id, nonce }: Passage): void {
  if (newestOf(archive, id)?.nonce === nonce) return
  throw new HallpassError(
    'ERR_STORE',
    'this process was stalled while it wrote, for so long that what it wrote was swept',
  )
}
