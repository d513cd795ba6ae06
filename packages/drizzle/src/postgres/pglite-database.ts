import type { PGliteClient } from './accepted.js'
import type { Database, Result, Run } from './database.js'
import { asNumber, asText, JSON_TYPE, WHOLE_NUMBERS } from './values.js'

const OPTIONS = {
  rowMode: 'array',
  parsers: { [JSON_TYPE]: asText, ...Object.fromEntries(WHOLE_NUMBERS.map((type) => [type, asNumber])) },
}

/** A Postgres in this process: it has one connection, and nothing that could keep anybody waiting. */
export function pgliteDatabase(client: PGliteClient): Database {
  return {
    run: runOn(client),
    transaction: <T>(steps: (run: Run) => Promise<T>) =>
      client.transaction((transaction: Pick<PGliteClient, 'query'>) => steps(runOn(transaction))) as Promise<T>,
    end: async () => {},
  }
}

function runOn(client: Pick<PGliteClient, 'query'>): Run {
  return async ({ text }, values = []) => {
    const { rows, affectedRows = 0 } = (await client.query(text, [...values], OPTIONS)) as PgliteResult
    return { rows, changes: affectedRows }
  }
}

interface PgliteResult {
  readonly rows: Result['rows']
  readonly affectedRows?: number
}
