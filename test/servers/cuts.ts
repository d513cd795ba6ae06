/**
 * What became of the bytes that matched: not passed on; passed on; passed on, and answered, but nobody heard. After
 * `'silent'`, which is no cut, they are passed on, the connection stays open, and no answer comes over it any more.
 */
export type CutMoment = 'unsent' | 'sent' | 'answered' | 'silent'

/** A connection as the cuts see it. `'hold'` means that the bytes go no further. */
export interface WatchedConnection {
  readonly sent: (bytes: Buffer) => 'pass' | 'hold'
  readonly passed: () => void
  readonly answered: () => 'pass' | 'hold'
}

interface PlannedCut {
  readonly moment: CutMoment
  /** Whether the bytes, after those that the same connection sent before, are the ones. */
  readonly matches: (bytes: Buffer, before: Buffer) => boolean
  readonly done: () => void
}

/** Cuts that are to come, each once. */
export function createCuts() {
  const planned = new Set<PlannedCut>()
  return {
    at: (what: string | number, moment: CutMoment = 'answered') =>
      new Promise<void>((done) => planned.add({ moment, matches: matcher(what), done })),
    connection: (cut: () => void): WatchedConnection => watched(planned, cut),
  }
}

function watched(planned: Set<PlannedCut>, cut: () => void): WatchedConnection {
  let before: Buffer = Buffer.alloc(0)
  let due: PlannedCut | undefined
  const finish = () => {
    cut()
    due?.done()
  }
  return {
    sent: (bytes) => {
      due ??= [...planned].find(({ matches }) => matches(bytes, before))
      before = Buffer.concat([before, bytes]).subarray(-LONGEST_TEXT)
      if (due) planned.delete(due)
      if (due?.moment !== 'unsent') return 'pass'
      finish()
      return 'hold'
    },
    passed: () => {
      if (due?.moment === 'sent') setImmediate(finish)
      if (due?.moment === 'silent') due.done()
    },
    answered: () => {
      if (due === undefined) return 'pass'
      if (due.moment === 'answered') finish()
      return 'hold'
    },
  }
}

/** A text may come in two pieces: so many bytes are kept of what came before. */
const LONGEST_TEXT = 1024

function matcher(what: string | number): PlannedCut['matches'] {
  if (typeof what === 'string')
    return (bytes, before) => Buffer.concat([before, bytes]).includes(what, from(before, what))
  let left = what
  return (bytes) => {
    left -= bytes.length
    return left <= 0
  }
}

/** What was there before the cut was planned is no match. */
function from(before: Buffer, what: string): number {
  return Math.max(0, before.length - Buffer.byteLength(what) + 1)
}
