import { performance } from 'node:perf_hooks'
import type { InsertLimits } from '@hallpass/core'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteStore } from '../../src/sqlite/index.js'
import { copyToken } from './copy-token.js'
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
  copyToken(client, 'a-seed', count, {
    subject: `'subject ' || (number % 100)`,
    expires_at: 'expires_at + number',
  })
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
