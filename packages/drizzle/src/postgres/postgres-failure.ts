import { HallpassError } from '@hallpass/core'

const SHARED = 'behind a pooler that shares connections, say prepared: false'
const UNTRUSTED = 'the certificate of the Postgres server is none that this process trusts'

/** What went wrong, by the first letters of the code. The texts hold no name of a machine, no SQL and no value. */
const TEXTS: readonly (readonly [code: string, text: string])[] = [
  ['55P03', 'a lock in the Postgres database did not come in time'],
  ['57014', 'the Postgres server ended a statement that took too long'],
  ['57P', 'the Postgres server is starting or stopping'],
  ['53300', 'the Postgres server has no connection left'],
  ['53100', 'the Postgres server cannot write: the disk is full'],
  ['53', 'the Postgres server has run out of something it needs'],
  ['25006', 'the Postgres database is read-only; is it a replica?'],
  ['42P01', 'the Postgres database lacks a table of the store; run migrate() of @hallpass/drizzle/postgres'],
  ['42703', 'a table of the store lacks a column; run migrate() of @hallpass/drizzle/postgres'],
  ['42501', 'the Postgres user may not do that; grant it what the store needs on its tables'],
  ['3D000', 'the Postgres database does not exist'],
  ['28', 'the Postgres server did not let the user in'],
  ['40', 'the Postgres server gave up a statement because others were changing the same; it did so several times'],
  ['26000', `a prepared statement is not there any more; ${SHARED}`],
  ['42P05', `a prepared statement is there already; ${SHARED}`],
  ['22021', 'a text of the record has a character that Postgres cannot keep'],
  ['08', 'the connection to the Postgres server was lost'],
  ['ECONNREFUSED', 'the Postgres server cannot be reached'],
  ['ENOTFOUND', 'the Postgres server cannot be found by its name'],
  ['EAI_AGAIN', 'the Postgres server cannot be found by its name'],
  ['ERR_TLS_CERT_ALTNAME', 'the certificate of the Postgres server is for another host'],
  ['CERT_HAS_EXPIRED', 'the certificate of the Postgres server has expired'],
  ...['CERT_', 'SELF_SIGNED_', 'DEPTH_ZERO_', 'UNABLE_TO_', 'INVALID_'].map((start) => [start, UNTRUSTED] as const),
  ['E', 'the connection to the Postgres server was lost'],
]

/** The same for what has no code of its own, by the first words of its text. */
const WORDINGS: readonly (readonly [words: string, text: string])[] = [
  ['The server does not support SSL', 'the Postgres server does not speak TLS, which the URL or the pool asks for'],
  ['unsupported startup parameter', `a pooler in front of Postgres refuses the times of the store; ${SHARED}`],
]

/** What Postgres or its driver threw, as the error that a store throws. */
export function postgresFailure(cause: unknown): HallpassError {
  if (cause instanceof HallpassError) return cause
  return new HallpassError('ERR_STORE', textOf(cause), { cause: withoutValues(cause) })
}

/** What the server answered has a code of five letters; `undefined` for all other errors. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'severity' in error ? codeOf(error) : undefined
}

function textOf(cause: unknown): string {
  const code = codeOf(cause)
  if (cause instanceof SyntaxError) return 'a record in the Postgres database is damaged'
  const worded = WORDINGS.find(([words]) => cause instanceof Error && cause.message.startsWith(words))
  const known = worded ?? TEXTS.find(([start]) => code.startsWith(start))
  if (known) return known[1]
  if (code === '') return 'the connection to the Postgres server was lost'
  return `the Postgres database failed (${code})`
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

const KEPT = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'hint', 'syscall'] as const

/**
 * The error again, for logs. Drivers hang the values of the statement on it, or the row that did not fit, and a record's
 * digest is among them.
 */
function withoutValues(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  const copy = new Error(cause.message)
  if (cause.stack !== undefined) copy.stack = cause.stack
  for (const name of KEPT) {
    const value = (cause as Error & Readonly<Record<string, unknown>>)[name]
    if (value !== undefined) Object.assign(copy, { [name]: value })
  }
  return copy
}
