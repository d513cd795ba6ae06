import type { TokenRecord } from '@hallpass/core'
import { leave, ledgersOf } from './ledger/ledger.js'
import { REPLACE } from './lua/replace.lua.js'
import { isClosedLetter, textOf } from './record-text.js'
import type { Site } from './site.js'
import { PENDING, termsOf } from './terms.js'

/** Puts the next version in place. Whoever closes a record gives its places back: at once in one slot, else behind it. */
export async function replace(site: Site, next: TokenRecord): Promise<boolean> {
  const { line, layout } = site
  const { record, index } = layout.partitionOf(next.id)
  const { text, head, state } = textOf(next, site.nextStamp())
  const ledgers = isClosedLetter(state) ? ledgersOf(layout, termsOf(next)) : []
  const keys = [record(next.id), index, ...(layout.isOneSlot ? ledgers : [])]
  const done = await line.run(REPLACE, keys, [next.id, head, text, `${next.version - 1}`, state, PENDING])
  if (done !== 1) return false
  if (!layout.isOneSlot) await leave(site, next.id, ledgers).catch(leftForLater)
  return true
}

/** The record is closed, whatever becomes of its places: they are free at its expiry, or for whoever finds the scope full. */
const leftForLater = (): undefined => undefined
