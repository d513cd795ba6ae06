import { HallpassError } from '@hallpass/core'
import { codeOf } from './disk/refusal.js'

/** What went wrong, by the code of the file system. The texts hold no path: those are in `cause`. */
const TEXTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk of the file store is full',
  EDQUOT: 'the disk quota of the file store is used up',
  EFBIG: 'a file of the file store would be larger than this process may write',
  EROFS: 'the file store cannot be written: its file system is read-only',
  EACCES: 'the file store may not be read or written by this process: permission denied',
  EPERM: 'the file store may not be read or written by this process: permission denied',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
  ENOTDIR: 'the path of the file store is not that of a directory',
  EIO: 'the disk of the file store failed',
  EXDEV: 'the directory of the file store spans several file systems',
  EMLINK: 'the file system of the file store allows no more links',
}

/** What the file system threw, as the error that a store throws. */
export function storeFailure(cause: unknown): HallpassError {
  if (cause instanceof HallpassError) return cause
  const code = codeOf(cause)
  const text = TEXTS[code] ?? `the file store failed${code === '' ? '' : ` (${code})`}`
  return new HallpassError('ERR_STORE', text, { cause })
}
