import { createLooks, type LooksOptions } from './looks.js'

/** Tells when the list of what waits has changed. */
export interface PendingWatch {
  /** Calls back with the list's digest: the last that is known, and each that differs from the one before. Ends with the answer. */
  watch(listener: (digest: string) => void): () => void
}

/** What a watch looks with. */
export interface PendingWatchOptions extends LooksOptions {
  /** Calls back when a look may be worth its while, until the answer is called. */
  readonly onHint: (hint: () => void) => () => void
}

/** One look at a time for all who watch, and none where nobody does. */
export function createPendingWatch(options: PendingWatchOptions): PendingWatch {
  const listeners = new Set<(digest: string) => void>()
  let last: string | undefined
  let stopHints = () => {}

  const looks = createLooks(options, (digest) => {
    if (digest === last) return
    last = digest
    for (const listener of [...listeners]) listener(digest)
  })

  function end(): void {
    stopHints()
    looks.stop()
    last = undefined
  }

  return {
    watch(listener) {
      if (listeners.size === 0) stopHints = options.onHint(looks.hint)
      listeners.add(listener)
      if (last !== undefined) listener(last)
      looks.hint()
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) end()
      }
    },
  }
}
