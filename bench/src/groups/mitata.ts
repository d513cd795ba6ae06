import { memoryStore } from '@hallpass/core'
import { measure } from 'mitata'
import type { Report } from '../report/report.js'
import { validations } from '../subject/competitors.js'
import { tokensIn } from '../tokens-under-test.js'
import type { Effort } from './group.js'

const TOKENS = 65_536
const BUDGET: Readonly<Record<Effort, number>> = { glance: 5e7, quick: 2e8, full: 2e9, large: 2e9 }

/** A second opinion: the memory store by mitata's own loop, one competitor after the other. No goal is held against it. */
export async function run(effort: Effort): Promise<Report> {
  const rows: string[][] = []
  for (const { name, call } of await validations(await tokensIn(memoryStore(), TOKENS))) {
    const { p25, p50, p99 } = await measure(call, { gc: false, min_cpu_time: BUDGET[effort] })
    rows.push([name, ...[p25, p50, p99].map((nanoseconds) => (nanoseconds / 1000).toPrecision(3))])
  }
  const columns = ['what', 'p25, µs', 'p50, µs', 'p99, µs']
  return { tables: [{ title: `Memory store, ${TOKENS} tokens, timed by mitata`, columns, rows }], figures: {} }
}
