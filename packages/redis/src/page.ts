import { checkPageQuery, fitsQuery, type PageQuery, type TokenRecord } from '@hallpass/core'
import { findAll } from './find.js'
import { idAt, rangeOf } from './keys.js'
import type { Site } from './site.js'
import { termFor } from './terms.js'

/** The records that fit, in the order of their ids. An index says which to look at; the records say which fit. */
export async function page(site: Site, query: PageQuery): Promise<readonly TokenRecord[]> {
  checkPageQuery(query)
  const found: TokenRecord[] = []
  const term = termFor(query)
  const size = Math.min(Math.max(query.limit, LEAST_LOOK), MOST_LOOK)
  for (let after = query.after; found.length < query.limit; ) {
    const ids = await idsBehind(site, term, after, size)
    for (const record of await findAll(site, ids)) if (fitsQuery(record, query)) found.push(record)
    if (ids.length < size) break
    after = ids.at(-1)
  }
  return found.slice(0, Math.max(0, query.limit))
}

/** How many records are looked at in one go. */
const LEAST_LOOK = 64
const MOST_LOOK = 1000

/** The next ids with a term, over all partitions. */
async function idsBehind({ line, layout }: Site, term: string, after: string | undefined, size: number) {
  const range = rangeOf(term, after)
  const parts = await Promise.all(
    layout.partitions.map(async ({ index }) => {
      const entries = await line.send(index, ['ZRANGEBYLEX', index, ...range, 'LIMIT', '0', `${size}`])
      return (entries as readonly string[]).map((entry) => idAt(term, entry))
    }),
  )
  return parts.length === 1 ? (parts[0] ?? []) : parts.flat().sort().slice(0, size)
}
