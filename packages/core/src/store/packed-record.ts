import type { Grant, TokenRecord } from '../record/record.js'
import { frozenCopy } from './frozen-copy.js'

/**
 * A record as the memory store keeps it: what differs from token to token, and a mould that many share. A million live
 * tokens are then a few hundred bytes each, and a look touches few of them.
 */
export interface PackedRecord {
  readonly mould: Mould
  readonly digest: string
  /** The resource id of the first grant. */
  readonly resourceId: string | null
  /** `createdAt` in whole minutes and the rest: small numbers stand in the object itself, a large one is an object of its own. */
  readonly createdMinute: number
  readonly createdAfter: number
  /** Milliseconds from `createdAt`. */
  readonly changedAfter: number
  /** Where there is one alone (the mould counts them), it stands for its list. */
  readonly attempts: string | readonly string[]
  /** Members that few records have, or that are most often a record's own. */
  readonly own: Own | undefined
}

type OwnName =
  | 'subject'
  | 'name'
  | 'createdBy'
  | 'parent'
  | 'fingerprint'
  | 'metadata'
  | 'bindings'
  | 'holds'
  | 'decisions'
type Own = Pick<TokenRecord, OwnName>

/** What the records of one scope, in one state, have in common. */
interface Mould extends Omit<TokenRecord, PerToken | OwnName> {
  /** Milliseconds from `createdAt` to `expiresAt`. */
  readonly life: number
  /** Milliseconds from `expiresAt` to `forgetAt`. */
  readonly retention: number
  /** How many attempts the record remembers: to look at the id itself would cost a look at cold memory. */
  readonly attemptCount: number
  /** The grants of a record without an id of its own; the first is made anew where there is one. */
  readonly grants: readonly Grant[]
}

type PerToken = 'id' | 'digest' | 'createdAt' | 'expiresAt' | 'forgetAt' | 'changedAt' | 'attempts'

/** Packs and unpacks records, and keeps their moulds as long as a record has them. */
export interface RecordPacker {
  pack(record: TokenRecord): PackedRecord
  unpack(id: string, packed: PackedRecord): TokenRecord
  /** Hears that a packed record is gone. */
  drop(packed: PackedRecord): void
}

export function createRecordPacker(): RecordPacker {
  const moulds = new Map<string, { readonly mould: Mould; users: number }>()
  const keys = new WeakMap<Mould, string>()

  function mouldOf(record: TokenRecord): Mould {
    const made = mouldFor(record)
    const key = JSON.stringify(made)
    const known = moulds.get(key) ?? { mould: frozenCopy(made), users: 0 }
    known.users++
    moulds.set(key, known)
    keys.set(known.mould, key)
    return known.mould
  }

  return {
    pack: (record) => ({
      mould: mouldOf(record),
      digest: record.digest,
      resourceId: record.grants[0]?.resourceId ?? null,
      createdMinute: Math.floor(record.createdAt / MINUTE),
      createdAfter: record.createdAt - Math.floor(record.createdAt / MINUTE) * MINUTE,
      changedAfter: record.changedAt - record.createdAt,
      attempts: record.attempts.length === 1 ? (record.attempts[0] as string) : Object.freeze([...record.attempts]),
      own: ownMembers(record),
    }),
    unpack,
    drop({ mould }) {
      const key = keys.get(mould)
      const known = key === undefined ? undefined : moulds.get(key)
      if (known && --known.users === 0) moulds.delete(key as string)
    },
  }
}

const MINUTE = 60_000

function mouldFor(record: TokenRecord): Mould {
  const { id, digest, createdAt, expiresAt, forgetAt, changedAt, attempts, ...shared } = record
  const { subject, name, createdBy, parent, fingerprint, metadata, bindings, holds, decisions, ...mould } = shared
  const grants = record.grants.map((grant, index) => (index === 0 ? { ...grant, resourceId: null } : grant))
  const attemptCount = attempts.length
  return { ...mould, attemptCount, grants, life: expiresAt - createdAt, retention: forgetAt - expiresAt }
}

const EMPTY: Own = frozenCopy({ metadata: {}, bindings: {}, holds: [], decisions: [] })

/** `undefined` where a record has nothing of its own. */
function ownMembers(record: TokenRecord): Own | undefined {
  const { metadata, bindings, holds, decisions } = record
  const own: Own = { metadata, bindings, holds, decisions }
  for (const member of OPTIONAL) if (record[member] !== undefined) Object.assign(own, { [member]: record[member] })
  const copy = frozenCopy(own)
  const names = Object.keys(copy) as OwnName[]
  return names.every((member) => copy[member] === EMPTY[member]) ? undefined : copy
}

const OPTIONAL = ['subject', 'name', 'createdBy', 'parent', 'fingerprint'] as const

/** Member by member, in one order: every record has the same shape, and is made without a look at names. */
function unpack(id: string, packed: PackedRecord): TokenRecord {
  const { mould, resourceId, attempts, own = EMPTY } = packed
  const createdAt = packed.createdMinute * MINUTE + packed.createdAfter
  const expiresAt = createdAt + mould.life
  const record: Writable<TokenRecord> = {
    id,
    version: mould.version,
    attempts: mould.attemptCount === 1 ? [attempts as string] : (attempts as readonly string[]),
    format: mould.format,
    digest: packed.digest,
    state: mould.state,
    createdAt,
    expiresAt,
    forgetAt: expiresAt + mould.retention,
    changedAt: createdAt + packed.changedAfter,
    uses: mould.uses,
    usesLeft: mould.usesLeft,
    holds: own.holds,
    returned: mould.returned,
    grants: resourceId === null ? mould.grants : withResource(mould.grants, resourceId),
    bindings: own.bindings,
    roles: mould.roles,
    metadata: own.metadata,
    decisions: own.decisions,
  }
  if (mould.closedAs !== undefined) record.closedAs = mould.closedAs
  if (mould.pepper !== undefined) record.pepper = mould.pepper
  if (own !== EMPTY) for (const member of OPTIONAL) if (own[member] !== undefined) record[member] = own[member]
  return record
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function withResource(grants: readonly Grant[], resourceId: string): readonly Grant[] {
  const { scope, anyResource, params, routes } = grants[0] as Grant
  const first = { scope, resourceId, anyResource, params, routes }
  return grants.length === 1 ? [first] : [first, ...grants.slice(1)]
}
