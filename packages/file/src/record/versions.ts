import { DamageError, orDamage } from '../damage.js'
import type { FileSystem } from '../disk/file-system.js'
import { codeOf } from '../disk/refusal.js'

/**
 * The versions of a record are files in its directory, named `<version>-<nonce>`. The nonce is the record's own, made when it
 * came: a writer that was stalled since before a record was swept cannot put a version into another of the same id.
 *
 * Versions are put in place by `link()`, which fails where the name is there, and are never removed but with the whole
 * directory, which is first renamed away. So whoever puts version n + 1 in place was the first over version n, however long
 * it was stalled.
 */
export interface Newest {
  readonly version: number
  readonly nonce: string
  readonly path: string
  /** The version that the record came with. */
  readonly first: number
}

/** The name of a version's file. */
export function versionName(version: number, nonce: string): string {
  return `${version}-${nonce}`
}

/**
 * The directory of the version that follows. Beyond the first so many there is one for each so many, named by its first
 * version: a look reads a bounded number of names, however often the record was changed.
 */
export function directoryAfter(directory: string, { version, first }: Newest): string {
  const offset = version + 1 - first
  if (offset < VERSIONS_IN_DIRECTORY) return directory
  return `${directory}/${CHUNK_NAME}${first + offset - (offset % VERSIONS_IN_DIRECTORY)}`
}

/**
 * Finds the newest version; `undefined` where there is no record.
 * @throws DamageError
 */
export function newestVersion(fs: FileSystem, directory: string): Newest | undefined {
  const found = fs.lstatSync(directory, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  if (!found.isDirectory()) throw new DamageError('is not a directory')
  return orDamage(() => newestIn(fs, directory))
}

function newestIn(fs: FileSystem, directory: string): Newest | undefined {
  const names = namesIn(fs, directory)
  if (names === undefined) return undefined
  const { version: first, nonce } = earliest(names)
  const chunk = newestInChunk(fs, directory, names, nonce)
  if (chunk) return { ...chunk, first, nonce }
  const version = latest(names, nonce)
  return { version, first, nonce, path: `${directory}/${versionName(version, nonce)}` }
}

const VERSIONS_IN_DIRECTORY = 256
const CHUNK_NAME = 'from-'

/** The last directory may be empty: it is made before the version that comes into it. */
function newestInChunk(fs: FileSystem, directory: string, names: readonly string[], nonce: string) {
  const starts = names
    .filter((name) => name.startsWith(CHUNK_NAME))
    .map((name) => Number(name.slice(CHUNK_NAME.length)))
  for (const start of starts.sort((a, b) => b - a)) {
    const chunk = `${directory}/${CHUNK_NAME}${start}`
    const version = latest(namesIn(fs, chunk) ?? [], nonce)
    if (version !== NONE) return { version, path: `${chunk}/${versionName(version, nonce)}` }
  }
  return undefined
}

/** `undefined` where the directory is gone. */
function namesIn(fs: FileSystem, directory: string): readonly string[] | undefined {
  try {
    return fs.readdirSync(directory)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function earliest(names: readonly string[]): Pick<Newest, 'version' | 'nonce'> {
  let version = Number.POSITIVE_INFINITY
  let first = ''
  for (const name of names) {
    const at = versionIn(name)
    if (at === NONE || at >= version) continue
    version = at
    first = name
  }
  if (first === '') throw new DamageError('has no version')
  return { version, nonce: first.slice(first.indexOf('-') + 1) }
}

function latest(names: readonly string[], nonce: string): number {
  return names.reduce((version, name) => (name.endsWith(nonce) ? Math.max(version, versionIn(name)) : version), NONE)
}

const NONE = -1

function versionIn(name: string): number {
  const match = /^(\d+)-[0-9a-f]+$/.exec(name)
  return match ? Number(match[1]) : NONE
}
