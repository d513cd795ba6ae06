import type { Durability } from '../options.js'
import type { FileSystem } from './file-system.js'
import { orAbsent } from './refusal.js'

/** Writes files, for their owner alone, and lastingly where that is asked for. */
export interface Writing {
  /** Writes a file that is not there yet, and waits until it is on the disk; its name too, where its directory is given. */
  readonly writeNew: (path: string, text: string, directory?: string) => Promise<void>
  /** Waits until the names in these directories are on the disk. */
  readonly sync: (...directories: readonly string[]) => Promise<void>
}

const MODE = 0o600
const MODE_BITS = 0o777

export function createWriting(fs: FileSystem, durability: Durability): Writing {
  return { writeNew, sync }

  async function writeNew(path: string, text: string, directory?: string): Promise<void> {
    const file = await fs.open(path, 'wx', MODE)
    try {
      // A umask may keep bits from the owner, too.
      if ((fs.fstatSync(file.fd).mode & MODE_BITS) !== MODE) await file.chmod(MODE)
      await file.writeFile(text)
      if (durability === 'machine') await Promise.all([file.sync(), directory && syncOne(directory)])
    } finally {
      await file.close()
    }
  }

  async function sync(...directories: readonly string[]): Promise<void> {
    if (durability === 'machine') await Promise.all(directories.map(syncOne))
  }

  /** A directory that was removed meanwhile has no names to keep. */
  async function syncOne(directory: string): Promise<void> {
    const handle = await orAbsent(fs.open(directory, 'r'))
    try {
      await handle?.sync()
    } finally {
      await handle?.close()
    }
  }
}
