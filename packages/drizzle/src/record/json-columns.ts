import type { Grant, TokenRecord } from '@hallpass/core'
import type { StoredGrants } from './stored-grants.js'
import { createTextMemo } from './text-memo.js'

type Column = string | number | null | undefined

const NOTHING: readonly never[] = Object.freeze([])
const NO_MEMBERS: Readonly<Record<string, never>> = Object.freeze({})

/** JSON, or `NULL` where there is nothing in it. */
export function jsonOrNull(value: object): string | null {
  const text = JSON.stringify(value)
  return text === '{}' || text === '[]' ? null : text
}

/** All grants; of the first, what has no column of its own. */
export function grantsText([first, ...further]: readonly Grant[]): string | null {
  if (!first) return null
  const { scope, anyResource, routes } = first
  return JSON.stringify([{ scope, anyResource, routes }, ...further] satisfies StoredGrants)
}

/** Texts that come again for many tokens of a scope are parsed once; so many characters of them are kept. */
const CHARACTERS_KEPT = 1_000_000

const readStoredGrants = createTextMemo((text) => deepFreeze(JSON.parse(text) as StoredGrants), CHARACTERS_KEPT)
const readParams = createTextMemo((text) => deepFreeze(JSON.parse(text) as Grant['params']), CHARACTERS_KEPT)
const readRoleNames = createTextMemo((text) => deepFreeze(JSON.parse(text) as readonly string[]), CHARACTERS_KEPT)

/** The grants of a row. `routes` is the same list for the same text. */
export function readGrants(grants: Column, resourceId: Column, params: Column): readonly Grant[] {
  if (typeof grants !== 'string') return NOTHING
  const stored = readStoredGrants(grants)
  const { scope, anyResource, routes } = stored[0]
  const first: Grant = {
    scope,
    resourceId: typeof resourceId === 'string' ? resourceId : null,
    anyResource,
    params: typeof params === 'string' ? readParams(params) : NO_MEMBERS,
    routes,
  }
  if (stored.length === 1) return [first]
  const [, ...further] = stored
  return [first, ...further]
}

export function readRoles(text: Column): readonly string[] {
  return typeof text === 'string' ? readRoleNames(text) : NOTHING
}

export function readBindings(text: Column): TokenRecord['bindings'] {
  return typeof text === 'string' ? (JSON.parse(text) as TokenRecord['bindings']) : NO_MEMBERS
}

export function readMetadata(text: Column): TokenRecord['metadata'] {
  return typeof text === 'string' ? (JSON.parse(text) as TokenRecord['metadata']) : NO_MEMBERS
}

export function readDecisions(text: Column): TokenRecord['decisions'] {
  return typeof text === 'string' ? (JSON.parse(text) as TokenRecord['decisions']) : NOTHING
}

export function readHolds(text: Column): TokenRecord['holds'] {
  return typeof text === 'string' ? (JSON.parse(text) as TokenRecord['holds']) : NOTHING
}

/** A list of texts. Attempts are in every record, are never the same, and hold nothing that JSON escapes. */
export function readTexts(text: Column): readonly string[] {
  if (typeof text !== 'string') return NOTHING
  const isPlain = text.startsWith('["') && text.endsWith('"]') && !text.includes('\\')
  return isPlain ? text.slice(2, -2).split('","') : (JSON.parse(text) as readonly string[])
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}
