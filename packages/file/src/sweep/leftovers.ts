import type { Archive } from '../archive.js'
import { orAbsent, refusalOf } from '../disk/refusal.js'
import { namesIn } from '../shelf/shelves.js'
import { bury } from './bury.js'

/** For how long a process may be stalled while it writes, in milliseconds; then its call fails. */
const STALE = 60 * 60 * 1000

/**
 * Removes what crashes left behind: what was swept and is not removed yet, and what was being written an hour ago. Nothing
 * depends on the hour: what is aside is renamed away before it is removed, and then nobody can put it in place.
 */
export async function sweepLeftovers(archive: Archive): Promise<void> {
  const { places, disk } = archive
  for (const name of await namesIn(archive, places.gone))
    if (await isDirectory(archive, `${places.gone}/${name}`)) await bury(archive, name)
  for (const name of await namesIn(archive, places.scratch)) {
    const kind = await staleKind(archive, `${places.scratch}/${name}`)
    if (kind === 'file') await disk.removeFile(`${places.scratch}/${name}`)
    if (kind === 'directory') await withdrawStale(archive, name)
  }
}

async function isDirectory({ fs }: Archive, path: string): Promise<boolean> {
  return (await orAbsent(fs.lstat(path)))?.isDirectory() === true
}

async function staleKind({ fs }: Archive, path: string): Promise<'file' | 'directory' | undefined> {
  const found = await orAbsent(fs.lstat(path))
  if (found === undefined || Date.now() - found.mtimeMs < STALE) return undefined
  return found.isDirectory() ? 'directory' : 'file'
}

async function withdrawStale(archive: Archive, name: string): Promise<void> {
  const { places, fs, disk } = archive
  await disk.makeDirectory(places.gone)
  const refusal = await refusalOf(fs.rename(`${places.scratch}/${name}`, `${places.gone}/${name}`), 'ENOENT')
  if (refusal === undefined) await bury(archive, name)
}
