import { HallpassError } from '../errors.js'

/**
 * Where a transition stands in the line of its token. Uses are taken from behind. Ahead of them go operators, whose
 * revocation must not wait behind a burst, and uses that were held, which must be settled.
 */
export type Place = 'ahead' | 'behind'

/** Work on one token, one piece at a time. `waited` tells whether another was before it. */
export type Turns = <T>(id: string, place: Place, work: (waited: boolean) => Promise<T>) => Promise<T>

/**
 * The lines in which transitions wait: without them, a burst on one token makes callers lose their compare-and-set against
 * each other again and again.
 * @param most how many may wait behind; one more is refused at once with `ERR_CONTENTION`. None is refused ahead
 */
export function createTurns(most: number): Turns {
  const lines = new Map<string, Line>()
  return async (id, place, work) => {
    const line = lines.get(id)
    if (!line) lines.set(id, { ahead: [], behind: [] })
    else if (place === 'behind' && line.behind.length >= most) throw tooMany(most)
    else await new Promise<void>((resolve) => line[place].push(resolve))
    try {
      return await work(line !== undefined)
    } finally {
      callNext(lines, id)
    }
  }
}

/** Those who wait, each by what lets it go on. A line is there as long as somebody has the turn. */
type Line = Readonly<Record<Place, (() => void)[]>>

function callNext(lines: Map<string, Line>, id: string): void {
  const line = lines.get(id)
  const next = line?.ahead.shift() ?? line?.behind.shift()
  if (next) next()
  else lines.delete(id)
}

function tooMany(most: number): HallpassError {
  return new HallpassError('ERR_CONTENTION', `${most} calls wait for this one token already`)
}
