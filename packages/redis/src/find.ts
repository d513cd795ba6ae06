import type { TokenRecord } from '@hallpass/core'
import type { Partition } from './keys.js'
import { recordFrom } from './record-text.js'
import type { Site } from './site.js'

export function find({ line, layout }: Site, id: string): Promise<TokenRecord | undefined> {
  const key = layout.partitionOf(id).record(id)
  return line.send(key, ['GET', key]).then((text) => recordFrom(id, text))
}

/** The records with these ids that are there, in their order. */
export async function findAll({ line, layout }: Site, ids: readonly string[]): Promise<readonly TokenRecord[]> {
  const byPartition = new Map<Partition, string[]>()
  for (const id of ids) {
    const partition = layout.partitionOf(id)
    const own = byPartition.get(partition)
    if (own) own.push(id)
    else byPartition.set(partition, [id])
  }
  const found = new Map<string, TokenRecord>()
  await Promise.all(
    [...byPartition].map(async ([{ record }, own]) => {
      const keys = own.map(record)
      const texts = (await line.send(keys[0] as string, ['MGET', ...keys])) as readonly unknown[]
      for (const [at, id] of own.entries()) {
        const there = recordFrom(id, texts[at])
        if (there) found.set(id, there)
      }
    }),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}
