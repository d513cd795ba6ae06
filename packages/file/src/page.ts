import { checkPageQuery, fitsQuery, type PageQuery, type TokenRecord } from '@hallpass/core'
import type { Archive } from './archive.js'
import { readRecord } from './record/read-record.js'
import { tagsFor } from './shelf/card.js'
import { candidates } from './shelf/shelves.js'

/** The records that fit, in the order of their ids. The cards say which to look at; the records say which fit. */
export async function page(archive: Archive, query: PageQuery): Promise<readonly TokenRecord[]> {
  checkPageQuery(query)
  const found: TokenRecord[] = []
  if (query.limit < 1) return found
  for await (const { id } of candidates(archive, { tags: tagsFor(query) }, query.after)) {
    const record = readRecord(archive, id)?.record
    if (record && fitsQuery(record, query) && found.push(record) >= query.limit) break
  }
  return found
}
