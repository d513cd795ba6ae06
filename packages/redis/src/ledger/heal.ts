import type { InsertLimits } from '@hallpass/core'
import { findAll } from '../find.js'
import { FENCE_OFF } from '../lua/fence.lua.js'
import { FENCE } from '../record-text.js'
import type { Site } from '../site.js'
import { type Terms, termsOf } from '../terms.js'
import { SLACK } from '../times.js'
import { leave, ledgersOf } from './ledger.js'

/**
 * Looks for places that no open record has, where a process or a connection ended between two steps; answers whether one
 * was given back. Where the limit is larger than what is looked at, it looks at some of them.
 */
export async function heal(site: Site, terms: Terms, limits: InsertLimits | undefined): Promise<boolean> {
  const ids = await someOf(site, terms, limits)
  const records = new Map((await findAll(site, ids)).map((record) => [record.id, record]))
  const healed = await Promise.all(
    ids.map((id) => {
      const record = records.get(id)
      if (record === undefined) return healMissing(site, id, terms)
      return record.state === 'closed' && leave(site, id, ledgersOf(site.layout, termsOf(record))).then(() => true)
    }),
  )
  return healed.includes(true)
}

/** How many places are looked at. */
const AT_ONCE = 64

async function someOf({ line, layout, suspects }: Site, terms: Terms, limits: InsertLimits | undefined) {
  const ledger = layout.ledgerOf(terms)
  if (!ledger || !limits || !suspects.takesLook(ledger.own)) return []
  const keys = [
    ...(limits.total === undefined ? [] : [ledger.total]),
    ...(limits.perSubject === undefined ? [] : [ledger.own]),
  ]
  const ids = await Promise.all(keys.map((key) => line.send(key, ['ZRANDMEMBER', key, `${AT_ONCE}`])))
  return [...new Set(ids.flat() as readonly string[])]
}

/** A record may be about to come. If it did not for long enough, its id is fenced off, and then it never comes. */
async function healMissing(site: Site, id: string, terms: Terms): Promise<boolean> {
  if (!site.suspects.isOverdue(id)) return false
  const key = site.layout.partitionOf(id).record(id)
  if ((await site.line.run(FENCE_OFF, [key], [FENCE, `${SLACK}`])) !== 1) return false
  await leave(site, id, ledgersOf(site.layout, { ...terms, scopes: terms.scopes.slice(0, 1) }))
  return true
}
