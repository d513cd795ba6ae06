import type { InsertLimits, TokenRecord } from '@hallpass/core'
import type { Archive } from '../archive.js'
import { isLive } from '../count.js'
import { createPace } from '../pace.js'
import { readRecord } from '../record/read-record.js'
import { expiryOn, firstScopeTag, subjectOn, subjectTag } from '../shelf/card.js'
import { candidates, type ShelfEntry } from '../shelf/shelves.js'
import type { Head } from './head.js'

/** Tells whether a scope has room for one more live record. */
export interface Capacity {
  /** Whether there is none, as long as the scope's head is this one. */
  readonly isFull: (record: TokenRecord, limits: InsertLimits, head: Head) => Promise<boolean>
  /** Hears that this process admitted a record. */
  readonly admitted: (record: TokenRecord) => void
}

/**
 * What a scope had when its head had a number: all records that may be live. Since then the head counted whoever came, and
 * who goes makes room: so it tells how many there are at most, and most inserts need to know no more. Where that is too many
 * the records are looked at again.
 */
interface Known {
  readonly head: Pick<Head, 'nonce' | 'number'>
  readonly entries: MaybeLive[]
  /** With more entries than these it is time to look again, and to forget those that are gone. */
  readonly most: number
}

interface MaybeLive {
  readonly id: string
  readonly expiry: number
  /** The subject's tag; `undefined` for one that may be any. */
  readonly subject: string | undefined
}

export function createCapacity(archive: Archive): Capacity {
  const scopes = new Map<string | undefined, Known>()
  return { isFull, admitted }

  async function isFull(record: TokenRecord, limits: InsertLimits, head: Head): Promise<boolean> {
    const scope = scopeOf(record)
    const before = scopes.get(scope)
    if (before && isUsable(before, head) && hasRoom(atMost(before, head, record, limits.now), limits)) return false
    const found = knownFrom(await maybeLive(archive, scope), head)
    scopes.set(scope, found)
    if (hasRoom(atMost(found, head, record, limits.now), limits)) return false
    const look = await lookAt(archive, found.entries, record, limits.now)
    scopes.set(scope, knownFrom(look.entries, head))
    return !hasRoom(look, limits)
  }

  function admitted(record: TokenRecord): void {
    const scope = scopeOf(record)
    const before = scopes.get(scope)
    if (!before) return
    before.entries.push({ id: record.id, expiry: record.expiresAt, subject: subjectTag(record.subject) })
    const { nonce, number } = before.head
    scopes.set(scope, { ...before, head: { nonce, number: number + 1 } })
  }
}

function scopeOf({ grants }: TokenRecord): string | undefined {
  return grants[0]?.scope
}

function knownFrom(entries: MaybeLive[], head: Head): Known {
  return { head, entries, most: 2 * entries.length + 1000 }
}

function isUsable({ head: { nonce, number }, entries, most }: Known, head: Head): boolean {
  return nonce === head.nonce && number <= head.number && entries.length <= most
}

/** How many are live, and how many of them are of the new record's subject. */
interface Taken {
  readonly live: number
  readonly own: number
}

function hasRoom({ live, own }: Taken, { total, perSubject }: InsertLimits): boolean {
  return (total === undefined || live < total) && (perSubject === undefined || own < perSubject)
}

/** At most so many: whoever came since, and is not known, counts as one of the subject. */
function atMost(known: Known, head: Head, record: TokenRecord, now: number): Taken {
  const subject = subjectTag(record.subject)
  const strangers = head.number - known.head.number
  const live = known.entries.filter(({ expiry }) => now < expiry)
  const own = live.filter((entry) => entry.subject === undefined || entry.subject === subject)
  return { live: strangers + live.length, own: strangers + own.length }
}

/** Those that the cards do not exclude, expired ones among them: a later caller may ask at an earlier moment. */
async function maybeLive(archive: Archive, scope: string | undefined): Promise<MaybeLive[]> {
  const found: MaybeLive[] = []
  for await (const entry of candidates(archive, { tags: [firstScopeTag(scope)] })) found.push(fromCards(entry))
  return found
}

function fromCards({ id, cards }: ShelfEntry): MaybeLive {
  const [card, ...others] = cards
  if (card === undefined || others.length > 0) return { id, expiry: Number.POSITIVE_INFINITY, subject: undefined }
  return { id, expiry: expiryOn(card), subject: subjectOn(card) }
}

/** Exactly so many, by the records. A damaged one may be live, for all that is known. */
async function lookAt(archive: Archive, entries: readonly MaybeLive[], { grants, subject }: TokenRecord, now: number) {
  const pace = createPace()
  const kept = entries.filter(({ expiry }) => expiry <= now)
  let [live, own] = [0, 0]
  for (const entry of entries.filter(({ expiry }) => now < expiry)) {
    await pace()
    const reading = readRecord(archive, entry.id)
    if (!reading || isOut(reading.record, grants[0]?.scope)) continue
    kept.push(entry)
    if (reading.record && !isLive(reading.record, now)) continue
    live++
    if (!reading.record || reading.record.subject === subject) own++
  }
  return { entries: kept, live, own }
}

/** Closed for good, or of another scope. */
function isOut(record: TokenRecord | undefined, scope: string | undefined): boolean {
  return record !== undefined && (record.state === 'closed' || scopeOf(record) !== scope)
}
