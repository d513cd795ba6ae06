import type { FileSystem } from '../src/disk/file-system.js'
import { type FileCall, hookedFileSystem } from './hooked-file-system.js'

/** Holds one call of the file system, as a process that is stalled does. */
export interface Gate {
  readonly fs: FileSystem
  /** Resolves when the call is about to be made. */
  readonly reached: Promise<void>
  readonly open: () => void
}

/** The calls of Node, the first of which that fits is held. */
export function gateAt(fits: (call: FileCall) => boolean): Gate {
  let [reach, open, isReached] = [() => {}, () => {}, false]
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const fs = hookedFileSystem((call, proceed) => {
    if (isReached || !fits(call)) return proceed()
    isReached = true
    reach()
    return opened.then(proceed)
  })
  return { fs, reached, open }
}

/** The next version of a record is about to be put in place. */
export const linkingVersion = ({ name, path }: FileCall) => name === 'link' && !path.includes('~')

/** A new record is about to be put in place. */
export const placing = ({ name, path }: FileCall) => name === 'rename' && path.includes('/records/')

/** A new record is about to be admitted. */
export const admitting = ({ name, path }: FileCall) => name === 'rename' && /\/scopes\/\w+\/\d+-/.test(path)
