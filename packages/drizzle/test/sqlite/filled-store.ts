import { performance } from 'node:perf_hooks'
import type { InsertLimits } from '@hallpass/core'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import { getTableColumns } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { hallpassTokens, sqliteStore } from '../../src/sqlite/index.js'
import { openClient } from './open.js'

/** A store in memory with live records, a hundred of each subject, one of which expires each millisecond. */
export interface FilledStore {
  /** Milliseconds that one insert takes, each a little later than the one before. */
  readonly time: (limits: Omit<InsertLimits, 'now'> | undefined) => Promise<number>
}

/** Opens a store in memory that has so many live records. */
export async function filledStore(count: number): Promise<FilledStore> {
  const client = openClient(':memory:')
  const store = sqliteStore(drizzle({ client }))
  await store.insert(recordOf({ id: 'a-seed' }))
  client.exec(copies(count))
  let inserts = 0
  return {
    time: async (limits) => {
      const record = recordOf({ id: idOf(inserts++), subject: `subject ${inserts % 100}` })
      const start = performance.now()
      await store.insert(record, limits && { ...limits, now: NOW + inserts })
      return performance.now() - start
    },
  }
}

/** The first record again and again, under other ids. */
function copies(count: number): string {
  const own: Readonly<Record<string, string>> = {
    id: `printf('b-%014d', number)`,
    subject: `'subject ' || (number % 100)`,
    expires_at: `expires_at + number`,
  }
  const columns = Object.values(getTableColumns(hallpassTokens)).map(({ name }) => own[name] ?? name)
  return `WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count})
    INSERT INTO hallpass_tokens SELECT ${columns} FROM hallpass_tokens, numbers WHERE id = 'a-seed'`
}
