import type { Partition } from './keys.js'
import { leave, ledgersOf } from './ledger/ledger.js'
import { DROP } from './lua/drop.lua.js'
import type { Site } from './site.js'
import { PENDING, readForgetEntry } from './terms.js'

/** Forgets what is due, partition by partition; each record in a step of its own, so that nobody waits long. */
export async function sweep(site: Site, before: number, limit: number): Promise<number> {
  let swept = 0
  for (const partition of site.layout.partitions)
    while (swept < limit) {
      const entries = await due(site, partition, before, Math.min(limit - swept, AT_ONCE))
      if (entries.length === 0) break
      swept += await drop(site, partition, entries, { before, onlyGone: false })
    }
  return swept
}

/** Drops entries whose record the server let go of, where nobody swept it: a few at a time, whenever records come. */
export async function tidy(site: Site, partition: Partition, before: number): Promise<void> {
  await drop(site, partition, await due(site, partition, before, AT_ONCE), { before, onlyGone: true })
}

const AT_ONCE = 100

async function due({ line }: Site, { forget }: Partition, before: number, limit: number): Promise<readonly string[]> {
  const command = ['ZRANGEBYSCORE', forget, '-inf', `(${before}`, 'LIMIT', '0', `${limit}`] as const
  return (await line.send(forget, command)) as readonly string[]
}

interface Dropping {
  readonly before: number
  readonly onlyGone: boolean
}

/** Answers how many records there were. */
async function drop(site: Site, partition: Partition, entries: readonly string[], dropping: Dropping): Promise<number> {
  const dropped = await Promise.all(entries.map((entry) => dropOne(site, partition, entry, dropping)))
  return dropped.reduce((sum, one) => sum + one, 0)
}

async function dropOne(site: Site, partition: Partition, entry: string, { before, onlyGone }: Dropping) {
  const { line, layout } = site
  const { id, terms } = readForgetEntry(entry)
  const { record, index, forget } = partition
  const ledgers = ledgersOf(layout, terms)
  const keys = [record(id), index, forget, ...(layout.isOneSlot ? ledgers : [])]
  const values = [id, entry, `${before}`, onlyGone ? '1' : '0', ...terms.all, PENDING]
  const dropped = (await line.run(DROP, keys, values)) as number
  if (dropped === 1 && !layout.isOneSlot) await leave(site, id, ledgers)
  return dropped
}
