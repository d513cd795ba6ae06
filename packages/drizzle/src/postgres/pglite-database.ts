import type { PGlite, Results, Transaction } from '@electric-sql/pglite'
import type { SqlValue } from '../record/record-row.js'
import type { Database, Result, Run } from './database.js'
import { asNumber, asText, JSON_TYPE, WHOLE_NUMBERS } from './values.js'

const OPTIONS = {
  rowMode: 'array' as const,
  parsers: { [JSON_TYPE]: asText, ...Object.fromEntries(WHOLE_NUMBERS.map((type) => [type, asNumber])) },
}

/** A Postgres in this process: it has one connection, and nothing that could keep anybody waiting. */
export function pgliteDatabase(client: PGlite): Database {
  return {
    run: runOn(client),
    transaction: (steps) => client.transaction((transaction) => steps(runOn(transaction))),
    end: async () => {},
  }
}

function runOn(client: PGlite | Transaction): Run {
  return async ({ text }, values = []) => resultOf(await client.query<SqlValue[]>(text, [...values], OPTIONS))
}

function resultOf({ rows, affectedRows = 0 }: Results<SqlValue[]>): Result {
  return { rows, changes: affectedRows }
}
