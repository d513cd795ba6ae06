import { dirname } from 'node:path'
import type { FileSystem } from './file-system.js'
import { codeOf, refusalOf } from './refusal.js'

/** Makes directories, for their owner alone. */
export interface Directories {
  /** Makes a directory, and those above it; answers how many were not there. */
  readonly makeDirectory: (path: string) => Promise<number>
  /** Does work in a directory, which is made where it is not there. */
  readonly within: <T>(directory: string, work: () => Promise<T>) => Promise<T>
}

const MODE = 0o700
const MODE_BITS = 0o777

/** How often work is tried again in a directory that another process removes, because it is empty. */
const MOST_TRIES = 10

export function createDirectories(fs: FileSystem): Directories {
  return { makeDirectory, within }

  async function makeDirectory(path: string): Promise<number> {
    const refusal = await refusalOf(fs.mkdir(path, MODE), 'EEXIST', 'ENOENT')
    if (refusal === 'EEXIST') return 0
    if (refusal === undefined) return own(path)
    const above = await makeDirectory(dirname(path))
    return above + ((await refusalOf(fs.mkdir(path, MODE), 'EEXIST')) ? 0 : await own(path))
  }

  /** A umask may keep bits from the owner, too. */
  async function own(path: string): Promise<number> {
    if ((fs.lstatSync(path).mode & MODE_BITS) !== MODE) await fs.chmod(path, MODE)
    return 1
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
