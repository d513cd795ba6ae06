import { hash } from 'node:crypto'
import type { Grant, PageQuery, TokenRecord } from '@hallpass/core'

/**
 * A card is an entry beside a record's directory, whose name tells of the record what never changes:
 * `<id>.<nonce>.<expiry>.<time to be forgotten>~<tag>~<tag>…`. The first tag is of the scope of the first grant, the second of
 * the subject. Who looks for records reads the names on a shelf, and opens the records alone that may fit.
 *
 * A card only ever saves a look: a record whose card is missing is looked at, and what a card says is looked up in the
 * record. So nothing depends on the order in which a crash leaves the two.
 */
export function cardOf(name: string, record: TokenRecord): string {
  const tags = [firstScopeTag(record.grants[0]?.scope), subjectTag(record.subject), ...new Set(furtherTags(record))]
  const told = tags.length > MOST_TAGS ? ANY_TAG : tags.join('')
  return `${name}.${timeText(Math.ceil(record.expiresAt))}.${timeText(Math.floor(record.forgetAt))}${told}`
}

/** What is looked for. A record that fits has all the tags, and expires and is to be forgotten in time. */
export interface CardQuery {
  readonly tags?: readonly string[]
  readonly expiresAfter?: number
  readonly forgetBefore?: number
}

/** Whether the record of these cards may fit: one without a card may. */
export function mayFit(cards: readonly string[], query: CardQuery): boolean {
  return cards.length === 0 || cards.some((card) => cardFits(card, query))
}

/** When the record of a card expires. */
export function expiryOn(card: string): number {
  return Number.parseInt(card.split('.', 3)[2] ?? '', 36)
}

/** The subject's tag; `undefined` where the card does not tell. */
export function subjectOn(card: string): string | undefined {
  return card.endsWith(ANY_TAG) ? undefined : `~${card.split('~', 3)[2]}`
}

/** Records with a grant of the scope. */
export const scopeTag = (scope: string) => tagOf('scope', scope)
/** Records with a grant of the scope for the resource. */
const resourceTag = (scope: string, resourceId: string) => tagOf('resource', scope, resourceId)
/** Records whose first grant is of the scope; those without a grant. */
export const firstScopeTag = (scope: string | undefined) => tagOf('first', scope ?? null)
/** Records of the subject; those without one. */
export const subjectTag = (subject: string | undefined) => tagOf('subject', subject ?? null)
const creatorTag = (createdBy: string) => tagOf('creator', createdBy)
const parentTag = (parent: string) => tagOf('parent', parent)
/** Records that were pending when they came: the only ones that can be. */
const PENDING_TAG = tagOf('pending')

/** The tags that every record has which fits the query. */
export function tagsFor({ scope, resourceId, subject, createdBy, parent, state }: PageQuery): readonly string[] {
  return [
    ...(scope === undefined ? [] : [resourceId === undefined ? scopeTag(scope) : resourceTag(scope, resourceId)]),
    ...(subject === undefined ? [] : [subjectTag(subject)]),
    ...(createdBy === undefined ? [] : [creatorTag(createdBy)]),
    ...(parent === undefined ? [] : [parentTag(parent)]),
    ...(state === 'pending' ? [PENDING_TAG] : []),
  ]
}

/** A name has at most 255 characters; a record with more tags has one that stands for all. */
const MOST_TAGS = 24
const ANY_TAG = '~any'

function furtherTags({ grants, createdBy, parent, state }: TokenRecord): readonly string[] {
  return [
    ...grants.flatMap(grantTags),
    ...(createdBy === undefined ? [] : [creatorTag(createdBy)]),
    ...(parent === undefined ? [] : [parentTag(parent)]),
    ...(state === 'pending' ? [PENDING_TAG] : []),
  ]
}

function grantTags({ scope, resourceId }: Grant): readonly string[] {
  return [scopeTag(scope), ...(resourceId === null ? [] : [resourceTag(scope, resourceId)])]
}

/** Six hexadecimal digits of a digest: two that are alike cost a look, and no more. */
function tagOf(...parts: readonly (string | null)[]): string {
  return `~${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 6)}`
}

function cardFits(card: string, { tags = [], expiresAfter, forgetBefore }: CardQuery): boolean {
  if (!tags.every((tag) => card.includes(tag)) && !card.endsWith(ANY_TAG)) return false
  if (expiresAfter !== undefined && expiryOn(card) <= expiresAfter) return false
  return forgetBefore === undefined || Number.parseInt(card.split('.', 4)[3] ?? '', 36) < forgetBefore
}

/** Milliseconds in base 36, which stops where the tags begin. */
function timeText(milliseconds: number): string {
  const bounded = Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, milliseconds))
  return bounded.toString(36)
}
