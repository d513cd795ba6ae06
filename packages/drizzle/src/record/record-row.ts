import type { RecordChange, TokenRecord } from '@hallpass/core'
import {
  grantsText,
  jsonOrNull,
  readBindings,
  readDecisions,
  readGrants,
  readHolds,
  readMetadata,
  readRoles,
  readTexts,
} from './json-columns.js'

export type SqlValue = string | number | null

/** The columns of a token's row, in their order. A database has them under these names, and no others. */
export const TOKEN_KEYS = [
  'id',
  'version',
  'state',
  'closedAs',
  'createdAt',
  'expiresAt',
  'forgetAt',
  'changedAt',
  'uses',
  'usesLeft',
  'returned',
  'scope',
  'resourceId',
  'params',
  'grants',
  'subject',
  'name',
  'createdBy',
  'parent',
  'format',
  'digest',
  'pepper',
  'fingerprint',
  'bindings',
  'roles',
  'metadata',
  'decisions',
  'holds',
  'attempts',
] as const

/** A column of a token's row. */
export type TokenKey = (typeof TOKEN_KEYS)[number]

/** Where each column stands in a row. */
const at = Object.fromEntries(TOKEN_KEYS.map((key, index) => [key, index])) as Readonly<Record<TokenKey, number>>

/** A column that a change may write. */
export type ChangeKey = keyof RecordChange & TokenKey

/** When a change writes each column. Every member that may change is here: one that were not would be dropped in silence. */
const WRITTEN: Readonly<Record<keyof RecordChange, 'always' | 'with the state'>> = {
  version: 'always',
  changedAt: 'always',
  usesLeft: 'always',
  returned: 'always',
  decisions: 'always',
  holds: 'always',
  attempts: 'always',
  state: 'with the state',
  closedAs: 'with the state',
}

/** All columns that a change may write. */
export const CHANGED = Object.keys(WRITTEN) as readonly ChangeKey[]

/** The columns that a change writes where the state stays as it is. */
export const WITHIN_STATE: readonly ChangeKey[] = CHANGED.filter((key) => WRITTEN[key] === 'always')

/** A row of `hallpass_tokens`. */
export function rowOf(record: TokenRecord): readonly SqlValue[] {
  const [first] = record.grants
  const row: Readonly<Record<TokenKey, SqlValue>> = {
    ...changeOf(record),
    id: record.id,
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
    forgetAt: record.forgetAt,
    uses: record.uses,
    scope: first?.scope ?? null,
    resourceId: first?.resourceId ?? null,
    params: jsonOrNull(first?.params ?? {}),
    grants: grantsText(record.grants),
    subject: record.subject ?? null,
    name: record.name ?? null,
    createdBy: record.createdBy ?? null,
    parent: record.parent ?? null,
    format: record.format,
    digest: record.digest,
    pepper: record.pepper ?? null,
    fingerprint: record.fingerprint ?? null,
    bindings: jsonOrNull(record.bindings),
    roles: jsonOrNull(record.roles),
    metadata: jsonOrNull(record.metadata),
  }
  return TOKEN_KEYS.map((key) => row[key])
}

/** The values of some columns of a change, in their order. */
export function changedValues(next: RecordChange, columns: readonly ChangeKey[]): readonly SqlValue[] {
  const change = changeOf(next)
  return columns.map((key) => change[key])
}

function changeOf(record: RecordChange): Readonly<Record<keyof RecordChange, SqlValue>> {
  return {
    version: record.version,
    state: record.state,
    closedAs: record.closedAs ?? null,
    changedAt: record.changedAt,
    usesLeft: record.usesLeft,
    returned: record.returned,
    decisions: jsonOrNull(record.decisions),
    holds: jsonOrNull(record.holds),
    attempts: jsonOrNull(record.attempts),
  }
}

/**
 * The record of a row. The types of the columns are held by the table; what is JSON is read, and throws where it is damaged.
 */
export function recordFrom(row: readonly SqlValue[]): TokenRecord {
  const record: Writable<TokenRecord> = {
    id: row[at.id] as string,
    version: row[at.version] as number,
    attempts: readTexts(row[at.attempts]),
    format: row[at.format] as string,
    digest: row[at.digest] as string,
    state: row[at.state] as TokenRecord['state'],
    createdAt: row[at.createdAt] as number,
    expiresAt: row[at.expiresAt] as number,
    forgetAt: row[at.forgetAt] as number,
    changedAt: row[at.changedAt] as number,
    uses: row[at.uses] as number | null,
    usesLeft: row[at.usesLeft] as number | null,
    returned: row[at.returned] as number,
    holds: readHolds(row[at.holds]),
    grants: readGrants(row[at.grants], row[at.resourceId], row[at.params]),
    bindings: readBindings(row[at.bindings]),
    roles: readRoles(row[at.roles]),
    metadata: readMetadata(row[at.metadata]),
    decisions: readDecisions(row[at.decisions]),
  }
  addWhatIsThere(record, row)
  return record
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Absent members stay absent. */
function addWhatIsThere(record: Writable<TokenRecord>, row: readonly SqlValue[]): void {
  const closedAs = row[at.closedAs]
  const pepper = row[at.pepper]
  const fingerprint = row[at.fingerprint]
  const subject = row[at.subject]
  const name = row[at.name]
  const createdBy = row[at.createdBy]
  const parent = row[at.parent]
  if (closedAs !== null) record.closedAs = closedAs as NonNullable<TokenRecord['closedAs']>
  if (pepper !== null) record.pepper = pepper as string
  if (fingerprint !== null) record.fingerprint = fingerprint as string
  if (subject !== null) record.subject = subject as string
  if (name !== null) record.name = name as string
  if (createdBy !== null) record.createdBy = createdBy as string
  if (parent !== null) record.parent = parent as string
}
