import type { InsertLimits, TokenRecord } from '@hallpass/core'
import type { Layout } from '../keys.js'
import { ADMIT } from '../lua/admit.lua.js'
import type { Site } from '../site.js'
import type { Terms } from '../terms.js'
import { timesOf } from '../times.js'

/** All ledgers in which a record counts while it is open: in total and of its subject, and those of its further scopes. */
export function ledgersOf(layout: Layout, terms: Terms): readonly string[] {
  const ledger = layout.ledgerOf(terms)
  return ledger ? [ledger.total, ledger.own, ...terms.scopes.slice(1).map(layout.others)] : []
}

/** Takes a record's places in its scopes, if the first has room; answers whether it had. */
export async function admit(
  { line, layout }: Site,
  record: TokenRecord,
  terms: Terms,
  limits: InsertLimits | undefined,
): Promise<boolean> {
  const ledger = layout.ledgerOf(terms)
  if (!ledger) return true
  const { ttl, past } = timesOf(record)
  const enter = (keys: readonly string[], { now, total, perSubject }: Partial<InsertLimits>) =>
    line.run(ADMIT, keys, [
      record.id,
      `${record.expiresAt}`,
      past,
      ttl,
      `${now ?? ''}`,
      `${total ?? ''}`,
      `${perSubject ?? ''}`,
    ])
  if ((await enter([ledger.total, ledger.own], limits ?? {})) !== 1) return false
  await Promise.all(terms.scopes.slice(1).map((scope) => enter([layout.others(scope)], {})))
  return true
}

/** Gives places back. */
export async function leave({ line }: Site, id: string, ledgers: readonly string[]): Promise<void> {
  await Promise.all(ledgers.map((key) => line.send(key, ['ZREM', key, id])))
}
