/** Work on one key, one piece at a time, in the order of arrival. `waited` tells whether another was before it. */
export type Turns = <T>(key: string, work: (waited: boolean) => Promise<T>) => Promise<T>

/**
 * One transition of a token at a time in this process: without it, a burst on one token makes callers lose their
 * compare-and-set against each other again and again.
 */
export function createTurns(): Turns {
  const lines = new Map<string, Promise<void>>()
  return (key, work) => {
    const before = lines.get(key)
    const turn = before ? before.then(() => work(true)) : work(false)
    const end = turn.then(nothing, nothing).then(() => {
      if (lines.get(key) === end) lines.delete(key)
    })
    lines.set(key, end)
    return turn
  }
}

function nothing(): void {}
