import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, link, lstat, mkdir, open, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises'

/**
 * The calls of the file system that the store makes, and no others.
 *
 * A record is read at once, since what was written lately is in memory: to hand a read to a thread costs more than the
 * read. What writes, and what may be long, is handed to a thread: the disk may let it wait.
 */
export const nodeFileSystem = {
  lstatSync,
  readdirSync,
  openSync,
  fstatSync,
  readFileSync,
  closeSync,
  open,
  mkdir,
  chmod,
  link,
  rename,
  unlink,
  rmdir,
  readdir,
  lstat,
  stat,
}

export type FileSystem = Readonly<typeof nodeFileSystem>
