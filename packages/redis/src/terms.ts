import { createHash } from 'node:crypto'
import type { PageQuery, TokenRecord } from '@hallpass/core'

/**
 * What a record is found by. Names are digests, so that a key and an entry have one length whatever is in them; two names
 * with one digest would make a look at one record more, and no other record is told.
 */
export interface Terms {
  /** The scopes of the grants, each once; the first is that of the first grant. */
  readonly scopes: readonly string[]
  readonly subject: string | undefined
  /** All that stand in the index from the first version to the last. */
  readonly all: readonly string[]
}

/** The term of every record. */
export const ALL = 'a'
/** The term of records that wait to be approved. */
export const PENDING = 'w'

export function termsOf({ grants, subject, createdBy, parent }: TokenRecord): Terms {
  const scopes = [...new Set(grants.map(({ scope }) => digestOf(scope)))]
  const resources = grants.flatMap(({ scope, resourceId }) =>
    resourceId === null ? [] : resourceTerm(scope, resourceId),
  )
  const whose = subject === undefined ? undefined : digestOf(subject)
  return {
    scopes,
    subject: whose,
    all: [
      ALL,
      ...scopes.map((scope) => SCOPE + scope),
      ...new Set(resources),
      ...(whose === undefined ? [] : [SUBJECT + whose]),
      ...(createdBy === undefined ? [] : [CREATOR + digestOf(createdBy)]),
      ...(parent === undefined ? [] : [PARENT + digestOf(parent)]),
    ],
  }
}

/** The terms in an entry of the sorted set that sweeps read, and its id. */
export function readForgetEntry(entry: string): { readonly id: string; readonly terms: Terms } {
  const end = entry.indexOf(' ')
  const found = Array.from({ length: end / TERM_LENGTH }, (_, at) =>
    entry.slice(at * TERM_LENGTH, (at + 1) * TERM_LENGTH),
  )
  const named = (kind: string) => found.filter((term) => term.startsWith(kind)).map((term) => term.slice(1))
  return {
    id: entry.slice(end + 1),
    terms: { scopes: named(SCOPE), subject: named(SUBJECT)[0], all: [ALL, ...found] },
  }
}

/** The term that leads to the fewest records, of those that a query names. */
export function termFor({ scope, resourceId, subject, createdBy, parent, state }: PageQuery): string {
  if (scope !== undefined && resourceId !== undefined) return resourceTerm(scope, resourceId)
  if (parent !== undefined) return PARENT + digestOf(parent)
  if (subject !== undefined) return SUBJECT + digestOf(subject)
  if (createdBy !== undefined) return CREATOR + digestOf(createdBy)
  if (state === 'pending') return PENDING
  return scope === undefined ? ALL : SCOPE + digestOf(scope)
}

/** The name of a scope in keys. */
export function scopeName(scope: string): string {
  return digestOf(scope)
}

const SCOPE = 's'
const RESOURCE = 'r'
const SUBJECT = 'u'
const CREATOR = 'c'
const PARENT = 'p'

function resourceTerm(scope: string, resourceId: string): string {
  return RESOURCE + digestOf(scope, resourceId)
}

/** 72 bits: nobody finds a subject that takes the places of another. As JSON, texts that no encoding can tell apart differ. */
function digestOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, DIGEST_LENGTH)
}

const DIGEST_LENGTH = 12
const TERM_LENGTH = 1 + DIGEST_LENGTH
