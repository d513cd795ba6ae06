import type { TokenRecord } from '@hallpass/core'
import type { Archive } from './archive.js'
import { readRecord } from './record/read-record.js'
import { scopeTag } from './shelf/card.js'
import { candidates } from './shelf/shelves.js'

/** How many records with a grant of the scope are live. */
export async function count(archive: Archive, scope: string, now: number): Promise<number> {
  let live = 0
  for await (const { id } of candidates(archive, { tags: [scopeTag(scope)], expiresAfter: now })) {
    const record = readRecord(archive, id)?.record
    if (record && isLive(record, now) && record.grants.some((grant) => grant.scope === scope)) live++
  }
  return live
}

/** Neither closed nor expired. */
export function isLive({ state, expiresAt }: TokenRecord, now: number): boolean {
  return state !== 'closed' && now < expiresAt
}
