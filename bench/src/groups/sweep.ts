import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { quantile } from '../measure/quantile.js'
import type { Report } from '../report/report.js'
import { fillSqlite } from '../subject/filled-sqlite.js'
import { temporaryFolder } from '../subject/temporary.js'
import type { Effort } from './group.js'

const SIZES: Readonly<Record<Effort, number>> = { glance: 20_000, quick: 100_000, full: 1_000_000, large: 1_000_000 }
const DAY = 86_400_000
const FIFTH = 5

/** Forgets every fifth record of a file while a probe asks for its turn on the event loop: once loaded, once alone. */
export async function run(effort: Effort): Promise<Report> {
  const count = SIZES[effort]
  const folder = temporaryFolder()
  const path = join(folder.path, 'tokens.db')
  await fillSqlite({ path, count, expiresIn: (index) => (index % FIFTH === 0 ? 1000 : DAY) })
  const idle = await probe(() => delay(3000))
  const store = sqliteStore(path, { durability: 'process' })
  let swept = 0
  const busy = await probe(async () => {
    swept = await store.sweep(Date.now() + DAY / 2, count)
  }, `${path}-wal`)
  await store.close()
  folder.remove()
  const rows = [
    ['idle', '', ...shown(idle)],
    ['sweep', `${swept}`, ...shown(busy)],
  ]
  return {
    tables: [{ title: `Event loop while SQLite is swept, ${count} records`, columns: COLUMNS, rows }],
    figures: { 'sweep p99': quantile(busy.gaps, 0.99), 'sweep max': Math.max(...busy.gaps), 'sweep wal': busy.wal },
  }
}

const COLUMNS = ['what', 'forgotten', 'seconds', 'gap p50, ms', 'gap p99, ms', 'gap max, ms', 'WAL, MB']

interface Probed {
  readonly seconds: number
  /** Milliseconds from one turn of the event loop to the next, beyond the timer's own. */
  readonly gaps: readonly number[]
  readonly wal: number
}

/** A timer of a millisecond, as long as the work goes on. Every gap between its turns is kept. */
async function probe(work: () => Promise<unknown>, walPath = ''): Promise<Probed> {
  const gaps: number[] = []
  let wal = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    gaps.push(now - last)
    last = now
    if (gaps.length % 50 === 0 && existsSync(walPath)) wal = Math.max(wal, statSync(walPath).size / 1e6)
  }, 1)
  const begun = performance.now()
  await work()
  clearInterval(timer)
  return { seconds: (performance.now() - begun) / 1000, gaps, wal }
}

function shown({ seconds, gaps, wal }: Probed): readonly string[] {
  const [p50, p99] = [quantile(gaps, 0.5), quantile(gaps, 0.99)]
  return [seconds, p50, p99, Math.max(...gaps), wal].map((value) => value.toFixed(1))
}
