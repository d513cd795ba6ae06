/** Does work for one key, one piece at a time, in the order of arrival. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Callers of one process that wait for their turn do not fail against each other again and again. */
export function createTurns(): Turns {
  const lines = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const turn = (lines.get(key) ?? Promise.resolve()).then(work)
    const end = turn.then(leave, leave)
    lines.set(key, end)
    return turn

    function leave(): void {
      if (lines.get(key) === end) lines.delete(key)
    }
  }
}
