import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { closedOf, idOf, NOW, recordOf } from '@hallpass/store-contract'

/** A process that mints and consumes without end, and tells what the store has answered for. */
const [path = '', writer = ''] = process.argv.slice(2)

/** What the store has answered for. */
export interface Acknowledged {
  readonly inserted?: string
  readonly consumed?: string
}

/** Ten writers wait for each other's syncs: on a busy machine longer than a request would. */
const store = sqliteStore(path, { busyTimeout: 120_000 })
process.send?.('ready')
void write(0)

async function write(number: number): Promise<void> {
  const record = recordOf({ id: idOf(100_000 * Number(writer) + number), subject: `subject ${writer}` })
  await store.insert(record, { now: NOW, total: 1_000_000, perSubject: 1_000_000 })
  tell({ inserted: record.id })
  if (number % 2 === 0 && (await store.replace(closedOf(record, 'consumed')))) tell({ consumed: record.id })
  setImmediate(() => void write(number + 1))
}

function tell(told: Acknowledged): void {
  process.send?.(told)
}
