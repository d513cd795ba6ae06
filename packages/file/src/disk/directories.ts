import { dirname } from 'node:path'
import type { FileSystem } from './file-system.js'
import { codeOf, refusalOf } from './refusal.js'

/** Makes directories, for their owner alone. */
export interface Directories {
  /** Makes a directory, and those above it; answers how many were not there. */
  readonly makeDirectory: (path: string) => Promise<number>
  /** Makes a directory in one that is there; answers how it was refused, where it was. */
  readonly makeOnly: (path: string) => Promise<'EEXIST' | 'ENOENT' | undefined>
  /** Does work in a directory, which is made where it is not there. */
  readonly within: <T>(directory: string, work: () => Promise<T>) => Promise<T>
}

const MODE = 0o700
const MODE_BITS = 0o777

/** How often work is tried again in a directory that another process removes, because it is empty. */
const MOST_TRIES = 10

export function createDirectories(fs: FileSystem): Directories {
  const makeOnly = (path: string) => refusalOf(make(path), 'EEXIST', 'ENOENT')
  return { makeDirectory, makeOnly, within }

  async function makeDirectory(path: string): Promise<number> {
    const refusal = await makeOnly(path)
    if (refusal !== 'ENOENT') return refusal ? 0 : 1
    const above = await makeDirectory(dirname(path))
    return above + ((await refusalOf(make(path), 'EEXIST')) ? 0 : 1)
  }

  async function make(path: string): Promise<void> {
    await fs.mkdir(path, MODE)
    // A umask may keep bits from the owner, too.
    if ((fs.lstatSync(path).mode & MODE_BITS) !== MODE) await fs.chmod(path, MODE)
  }

  async function within<T>(directory: string, work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++)
      try {
        if (tries > 1) await makeDirectory(directory)
        return await work()
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || tries === MOST_TRIES) throw error
      }
  }
}
