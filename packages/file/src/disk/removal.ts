import type { FileSystem } from './file-system.js'
import { orAbsent, refusalOf } from './refusal.js'

/** Removes what is there. What is not there is removed already. */
export interface Removal {
  readonly removeFile: (path: string) => Promise<void>
  /** Removes a file that nobody reads. If that fails, it is swept later: answers whether it is gone. */
  readonly discard: (path: string) => Promise<boolean>
  /** Removes a directory with what is in it. */
  readonly removeTree: (path: string) => Promise<void>
  /** Removes a directory if nothing is in it; answers whether it did. */
  readonly removeEmpty: (path: string) => Promise<boolean>
}

export function createRemoval(fs: FileSystem): Removal {
  return { removeFile, discard, removeTree, removeEmpty }

  async function removeFile(path: string): Promise<void> {
    await orAbsent(fs.unlink(path))
  }

  async function discard(path: string): Promise<boolean> {
    try {
      await removeFile(path)
      return true
    } catch {
      return false
    }
  }

  async function removeTree(path: string): Promise<void> {
    for (const entry of (await orAbsent(fs.readdir(path, { withFileTypes: true }))) ?? [])
      if (entry.isDirectory()) await removeTree(`${path}/${entry.name}`)
      else await removeFile(`${path}/${entry.name}`)
    await orAbsent(fs.rmdir(path))
  }

  async function removeEmpty(path: string): Promise<boolean> {
    return (await refusalOf(fs.rmdir(path), 'ENOTEMPTY', 'EEXIST', 'ENOENT')) === undefined
  }
}
