import Database from 'better-sqlite3'
import type { FaultLine } from './fault-line.js'

type Statement = Record<'run' | 'get' | 'all', (...values: unknown[]) => unknown> & { readonly source: string }

/** Puts every statement of better-sqlite3 in this process on a line. Gives what takes it off again. */
export function lineUpSqlite(line: FaultLine): () => void {
  const client = new Database(':memory:')
  const prototype = Object.getPrototypeOf(client.prepare('SELECT 1')) as Statement
  client.close()
  const { run, get, all } = prototype
  for (const name of ['run', 'get', 'all'] as const) {
    const original = prototype[name]
    prototype[name] = function (this: Statement, ...values) {
      const fault = line.next()
      if (fault === 'before') throw ioError()
      const answer = original.apply(this, values)
      if (fault === 'after') throw ioError()
      return answer
    }
  }
  return () => void Object.assign(prototype, { run, get, all })
}

function ioError(): Error {
  return new Database.SqliteError('disk I/O error', 'SQLITE_IOERR')
}
