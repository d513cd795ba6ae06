import { dirname } from 'node:path'
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
  for (const directory of [records, scratch, gone, scopes]) await disk.makeDirectory(directory)
  await disk.sync(root)
  let above = dirname(root)
  for (let levels = 0; levels < made; levels++, above = dirname(above)) await disk.sync(above)
}

const OTHERS_BITS = 0o077
const OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000

/**
 * A directory that was made for the store, and is empty, becomes its owner's alone. One with something in it keeps its mode:
 * what the store makes within is closed to others anyway, unless they may put something else in its place.
 * @throws HallpassError `ERR_STORE`
 */
async function takeOver(root: string, fs: FileSystem): Promise<void> {
  const { mode } = await fs.stat(root)
  if ((mode & OTHERS_BITS) === 0) return
  if ((await fs.readdir(root)).length === 0) return void (await refusalOf(fs.chmod(root, 0o700), 'EPERM'))
  if ((mode & OTHERS_MAY_WRITE) !== 0 && (mode & STICKY) === 0)
    throw new HallpassError(
      'ERR_STORE',
      'other users may write in the directory of the file store, which is not empty; say chmod 700',
    )
}
