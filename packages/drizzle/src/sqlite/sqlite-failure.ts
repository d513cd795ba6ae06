import { HallpassError } from '@hallpass/core'

/** What went wrong, by the first letters of SQLite's code. The texts hold no path and no SQL: those are in `cause`. */
const TEXTS: readonly (readonly [code: string, text: string])[] = [
  ['SQLITE_BUSY', 'the SQLite database is locked by another connection'],
  ['SQLITE_LOCKED', 'the SQLite database is locked by another connection'],
  ['SQLITE_READONLY', 'the SQLite database cannot be written: it, or its directory, is read-only'],
  ['SQLITE_FULL', 'the SQLite database cannot be written: the disk is full'],
  ['SQLITE_IOERR', 'the SQLite database cannot be read or written: the disk failed, or is full'],
  ['SQLITE_CORRUPT', 'the SQLite database is damaged; restore it from a backup'],
  ['SQLITE_NOTADB', 'the file is not an SQLite database'],
  [
    'SQLITE_CANTOPEN',
    'the SQLite database cannot be opened; is it a file, and may this process read it and write beside it?',
  ],
  ['SQLITE_PERM', 'the SQLite database cannot be opened: permission denied'],
]

/** What SQLite or its driver threw, as the error that a store throws. */
export function sqliteFailure(cause: unknown): HallpassError {
  if (cause instanceof HallpassError) return cause
  return new HallpassError('ERR_STORE', textOf(cause), { cause })
}

/** What is thrown where the lock did not come in time. */
export function lockedTooLong(cause: unknown, busyTimeout: number): HallpassError {
  const what =
    codeOf(cause) === OPEN_TRANSACTION
      ? 'the application had a transaction open on the connection'
      : 'the SQLite database was locked by another connection'
  return new HallpassError('ERR_STORE', `${what} for longer than busyTimeout, ${busyTimeout} ms`, { cause })
}

/** The application has a transaction open on the connection: something to wait for, like a lock. */
export function openTransaction(): Error {
  return Object.assign(new Error('the application has a transaction open'), { code: OPEN_TRANSACTION })
}

const OPEN_TRANSACTION = 'OPEN_TRANSACTION'

/** Whether another connection has the database locked, so that it may go better in a moment. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error)
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === OPEN_TRANSACTION
}

function textOf(cause: unknown): string {
  const code = codeOf(cause)
  const known = TEXTS.find(([start]) => code.startsWith(start))
  if (known) return known[1]
  if (cause instanceof Error && cause.message.startsWith('no such table'))
    return 'the SQLite database lacks a table of the store; was it removed while the store was open?'
  if (cause instanceof TypeError && cause.message.includes('connection is not open'))
    return 'the connection of the SQLite database is closed'
  if (cause instanceof SyntaxError) return 'a record in the SQLite database is damaged'
  return `the SQLite database failed${code === '' ? '' : ` (${code})`}`
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
