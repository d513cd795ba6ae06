import type { Durability } from '../options.js'
import { createDirectories, type Directories } from './directories.js'
import type { FileSystem } from './file-system.js'
import { createRemoval, type Removal } from './removal.js'
import { createWriting, type Writing } from './writing.js'

/** What the store changes on the disk. */
export interface Disk extends Directories, Writing, Removal {}

export function createDisk(fs: FileSystem, durability: Durability): Disk {
  return { ...createDirectories(fs), ...createWriting(fs, durability), ...createRemoval(fs) }
}
