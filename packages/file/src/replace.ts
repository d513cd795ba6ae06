import { HallpassError, type TokenRecord } from '@hallpass/core'
import type { Archive } from './archive.js'
import { refusalOf } from './disk/refusal.js'
import { newNonce } from './nonce.js'
import { directoryOf, isId, nameOf } from './places.js'
import { newestOf } from './record/read-record.js'
import { textOf } from './record/record-text.js'
import { directoryAfter, type Newest, versionName } from './record/versions.js'

/**
 * Puts the next version of a record in place: it is written aside, and then linked to its name in the record's directory,
 * which fails where somebody was first, or where the record was swept.
 * @throws HallpassError `ERR_STORE` where this process was stalled for so long that what it wrote was swept
 */
export async function replace(archive: Archive, next: TokenRecord): Promise<boolean> {
  const { places, disk } = archive
  if (!isId(next.id)) return false
  const text = textOf(next)
  const newest = newestOf(archive, next.id)
  if (newest?.version !== next.version - 1) return false
  const scratch = `${places.scratch}/${nameOf(next.id)}-${newNonce()}`
  try {
    await disk.within(places.scratch, () => disk.writeNew(scratch, text))
    return await putInPlace(archive, next, newest, scratch)
  } finally {
    await disk.discard(scratch)
  }
}

async function putInPlace(archive: Archive, next: TokenRecord, newest: Newest, scratch: string): Promise<boolean> {
  const { places, fs, disk } = archive
  const directory = directoryOf(places, next.id)
  const into = directoryAfter(directory, newest)
  if (into !== directory && (await disk.makeOnly(into)) === 'ENOENT') return false
  const refusal = await refusalOf(
    fs.link(scratch, `${into}/${versionName(next.version, newest.nonce)}`),
    'EEXIST',
    'ENOENT',
  )
  if (refusal === 'EEXIST') return false
  const now = newestOf(archive, next.id)
  if (now?.nonce !== newest.nonce) return false
  if (refusal === 'ENOENT') return refuseStalled(now, newest)
  await disk.sync(...new Set([into, directory]))
  return true
}

/** Either the record was swept and is another now, or what was to be linked is gone. */
function refuseStalled(now: Newest, before: Newest): false {
  if (now.version !== before.version) return false
  throw new HallpassError(
    'ERR_STORE',
    'this process was stalled while it wrote, for so long that what it wrote was swept',
  )
}
