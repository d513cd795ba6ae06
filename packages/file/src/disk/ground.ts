import type { Stats } from 'node:fs'
import { basename, dirname } from 'node:path'
import { HallpassError } from '@hallpass/core'
import type { Places } from '../places.js'
import type { Disk } from './disk.js'
import type { FileSystem } from './file-system.js'
import { refusalOf } from './refusal.js'

/** Makes the store's directory, once; only an insert asks for it. */
export function createGround(places: Places, fs: FileSystem, disk: Disk): () => Promise<void> {
  let laid: Promise<void> | undefined
  return () => {
    laid ??= lay(places, fs, disk).catch((error: unknown) => {
      laid = undefined
      throw error
    })
    return laid
  }
}

async function lay({ root, records, scratch, gone, scopes }: Places, fs: FileSystem, disk: Disk): Promise<void> {
  const made = await disk.makeDirectory(root)
  if (made === 0) await takeOver(root, fs)
  for (const directory of [records, scratch, gone, scopes])
    if ((await disk.makeDirectory(directory)) === 0) await expectOwn(directory, fs)
  await disk.sync(root)
  let above = dirname(root)
  for (let levels = 0; levels < made; levels++, above = dirname(above)) await disk.sync(above)
}

const OTHERS_BITS = 0o077
const OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000
const SUPERUSER = 0

/**
 * A directory that was made for the store, and is empty, becomes its owner's alone. One with something in it keeps its mode:
 * what the store makes within is closed to others anyway, unless they may put something else in its place, as its owner may.
 * @throws HallpassError `ERR_STORE`
 */
async function takeOver(root: string, fs: FileSystem): Promise<void> {
  const { mode } = await fs.stat(root)
  if ((mode & OTHERS_BITS) !== 0 && (await fs.readdir(root)).length === 0)
    await refusalOf(fs.chmod(root, 0o700), 'EPERM')
  expectSafe(await fs.stat(root))
}

function expectSafe({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): void {
  if (uid !== process.geteuid?.() && uid !== SUPERUSER)
    throw refusal(
      'the directory of the file store belongs to another user, who could put another in its place; say chown',
    )
  if ((mode & OTHERS_MAY_WRITE) !== 0 && (mode & STICKY) === 0)
    throw refusal(
      'other users may write in the directory of the file store; say chmod 700, or name a directory in it that is not there',
    )
}

/** What was there before may be somebody else's, who was first in a directory where all may write. */
async function expectOwn(directory: string, fs: FileSystem): Promise<void> {
  const found = await fs.lstat(directory)
  if (found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & OTHERS_BITS) === 0) return
  throw refusal(
    `"${basename(directory)}" in the directory of the file store is not a directory of this user alone; say chown and chmod 700, or remove it`,
  )
}

function refusal(text: string): HallpassError {
  return new HallpassError('ERR_STORE', text)
}
