import type { InsertLimits, InsertOutcome, TokenRecord, TokenStore } from '@hallpass/core'
import { forgetEntry } from './keys.js'
import { heal } from './ledger/heal.js'
import { admit, leave, ledgersOf } from './ledger/ledger.js'
import { INSERT } from './lua/insert.lua.js'
import { PLACE } from './lua/place.lua.js'
import { recordFrom, textOf } from './record-text.js'
import type { Site } from './site.js'
import { tidy } from './sweep.js'
import { PENDING, type Terms, termsOf } from './terms.js'
import { SLACK, timesOf } from './times.js'

/** Keeps new records: in one step where all is in one slot, else they take their places in the scopes first. */
export function createInsert(site: Site): TokenStore['insert'] {
  const { isOneSlot, partitionOf } = site.layout
  const keep = isOneSlot ? insertAtOnce : insertInSteps
  let inserted = 0
  return async (record, limits) => {
    const outcome = await keep(site, record, termsOf(record), limits)
    if (outcome === 'inserted' && ++inserted % TIDIED_EVERY === 0)
      await tidy(site, partitionOf(record.id), record.createdAt - SLACK).catch(nextTime)
    return outcome
  }
}

const TIDIED_EVERY = 16

/** The record is kept, whatever becomes of what others left behind. */
const nextTime = (): undefined => undefined

async function insertAtOnce(
  site: Site,
  record: TokenRecord,
  terms: Terms,
  limits: InsertLimits | undefined,
): Promise<InsertOutcome> {
  const { line, layout } = site
  const { ttl, past } = timesOf(record)
  const { text, head } = textOf(record, site.nextStamp())
  return (await line.run(
    INSERT,
    [...placeKeys(site, record.id), ...ledgersOf(layout, terms)],
    [
      record.id,
      head,
      text,
      ttl,
      `${record.forgetAt}`,
      forgetEntry(terms, record.id),
      isOpen(record) ? '1' : '0',
      `${record.expiresAt}`,
      past,
      `${limits?.now ?? ''}`,
      `${limits?.total ?? ''}`,
      `${limits?.perSubject ?? ''}`,
      ...indexTerms(record, terms),
    ],
  )) as InsertOutcome
}

/**
 * Where a step fails, places stay taken that no record has: too little authority, never too much. They are free again when
 * the record would have expired, or when somebody who finds the scope full looks at them.
 */
async function insertInSteps(
  site: Site,
  record: TokenRecord,
  terms: Terms,
  limits: InsertLimits | undefined,
): Promise<InsertOutcome> {
  if (isOpen(record) && !(await admit(site, record, terms, limits))) {
    const isHealed = await heal(site, terms, limits)
    if (!isHealed || !(await admit(site, record, terms, limits))) return 'full'
  }
  const there = await place(site, record, terms)
  if (there === 'ours') return 'inserted'
  await leaveUnlessHeld(site, record, terms, there)
  return 'taken'
}

async function place(site: Site, record: TokenRecord, terms: Terms): Promise<unknown> {
  const { text, head } = textOf(record, site.nextStamp())
  return site.line.run(PLACE, placeKeys(site, record.id), [
    record.id,
    head,
    text,
    timesOf(record).ttl,
    `${record.forgetAt}`,
    forgetEntry(terms, record.id),
    ...indexTerms(record, terms),
  ])
}

/** Where another record has the id, places that are its own stay. */
async function leaveUnlessHeld(site: Site, record: TokenRecord, terms: Terms, there: unknown): Promise<void> {
  const other = recordFrom(record.id, there)
  const held = other && isOpen(other) ? ledgersOf(site.layout, termsOf(other)) : []
  await leave(
    site,
    record.id,
    ledgersOf(site.layout, terms).filter((key) => !held.includes(key)),
  )
}

function placeKeys({ layout }: Site, id: string): readonly string[] {
  const { record, index, forget } = layout.partitionOf(id)
  return [record(id), index, forget]
}

function indexTerms({ state }: TokenRecord, { all }: Terms): readonly string[] {
  return state === 'pending' ? [...all, PENDING] : all
}

function isOpen({ state }: TokenRecord): boolean {
  return state !== 'closed'
}
