import pg from 'pg'
import type { FaultLine, FaultMoment } from './fault-line.js'

type Answer = (error: Error | null, result?: unknown) => void
type Query = (this: pg.Client, ...values: unknown[]) => unknown

/** Puts every query of pg in this process on a line. Gives what takes it off again. */
export function lineUpPostgres(line: FaultLine): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  prototype.query = function (...values) {
    const fault = line.next()
    if (fault === undefined) return original.apply(this, values)
    const answer = values.at(-1)
    return typeof answer === 'function'
      ? void original.apply(this, [...without(values, fault), failing(answer as Answer)])
      : failed(fault, () => original.apply(this, values) as Promise<unknown>)
  }
  return () => {
    prototype.query = original
  }
}

/** What fails before its effect is sent as an empty question, so that the client stays in step. */
function without(values: readonly unknown[], fault: FaultMoment): readonly unknown[] {
  return fault === 'after' ? values.slice(0, -1) : ['SELECT 1']
}

function failing(answer: Answer): Answer {
  return () => answer(broken())
}

async function failed(fault: FaultMoment, query: () => Promise<unknown>): Promise<never> {
  if (fault === 'after') await query()
  throw broken()
}

function broken(): Error {
  return new Error('Connection terminated unexpectedly')
}
