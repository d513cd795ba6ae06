import { constants } from 'node:fs'
import { HallpassError, type TokenRecord } from '@hallpass/core'
import type { Archive } from '../archive.js'
import { type DamagedRecord, DamageError, orDamage } from '../damage.js'
import type { FileSystem } from '../disk/file-system.js'
import { codeOf } from '../disk/refusal.js'
import { directoryOf } from '../places.js'
import { LARGEST_TEXT, recordFrom } from './record-text.js'
import { type Newest, newestVersion } from './versions.js'

/** What a look at a record brings: the record and where it was read, or what is wrong with it. */
export type Reading =
  | { readonly record: TokenRecord; readonly newest: Newest }
  | { readonly record?: undefined; readonly damaged: DamagedRecord }

/** Reads the newest version of a record; `undefined` where there is no record. Damage is reported. */
export function readRecord(archive: Archive, id: string): Reading | undefined {
  try {
    return readNewest(archive.fs, directoryOf(archive.places, id), id)
  } catch (error) {
    return { damaged: reported(archive, id, error) }
  }
}

/**
 * Finds the newest version of a record, without reading it; `undefined` where there is no record. Damage is reported.
 * @throws HallpassError `ERR_STORE` where the record is damaged
 */
export function newestOf(archive: Archive, id: string): Newest | undefined {
  try {
    return newestVersion(archive.fs, directoryOf(archive.places, id))
  } catch (error) {
    throw damageFailure(reported(archive, id, error))
  }
}

/** What is thrown where a record is asked for that is damaged. */
export function damageFailure({ id, what, cause }: DamagedRecord): HallpassError {
  return new HallpassError('ERR_STORE', `the record "${id}" ${what}`, { cause })
}

/** Reports the damage that was found; throws what is not about the record. */
function reported({ places, report }: Archive, id: string, error: unknown): DamagedRecord {
  if (!(error instanceof DamageError)) throw error
  const { message: what, cause } = error
  const damaged = { id, what, path: directoryOf(places, id), ...(cause === undefined ? {} : { cause }) }
  report(damaged)
  return damaged
}

/** A record may be swept while it is read; whoever looks again then finds none. */
function readNewest(fs: FileSystem, path: string, id: string): Reading | undefined {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const newest = newestVersion(fs, path)
    if (newest === undefined) return undefined
    const text = orDamage(() => readFile(fs, newest.path))
    if (text !== undefined) return { record: checked(recordFrom(text), id, newest), newest }
  }
  throw new DamageError('has a version that cannot be opened')
}

const MOST_LOOKS = 3

/** A version that lies in the place of another was not put there by the store. */
function checked(record: TokenRecord, id: string, { version }: Newest): TokenRecord {
  if (record.id !== id) throw new DamageError('holds a record with another id')
  if (record.version !== version) throw new DamageError('holds a record with another version')
  return record
}

/** Neither a link nor a pipe is followed or waited for. */
const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** `undefined` where the file is gone. */
function readFile(fs: FileSystem, path: string): string | undefined {
  const file = openFile(fs, path)
  if (file === undefined) return undefined
  try {
    const found = fs.fstatSync(file)
    if (!found.isFile()) throw new DamageError('has a version that is not a file')
    if (found.size > LARGEST_TEXT) throw new DamageError('has a version that is too large')
    return fs.readFileSync(file, 'utf8')
  } finally {
    fs.closeSync(file)
  }
}

function openFile(fs: FileSystem, path: string): number | undefined {
  try {
    return fs.openSync(path, READ_ONLY)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
