import { type Grant, HallpassError, shown, type TokenRecord } from '@hallpass/core'

/** A record as it is kept: its version, a stamp of the call that wrote it, a letter for its state, and JSON without names. */
export interface RecordText {
  readonly text: string
  /** The version and the stamp: no other call writes the same. */
  readonly head: string
  readonly state: string
}

export function textOf(record: TokenRecord, stamp: string): RecordText {
  const head = `${record.version} ${stamp} `
  const state = record.closedAs === undefined ? LETTERS[record.state] : CLOSED_LETTERS[record.closedAs]
  return { text: `${head}${state}${JSON.stringify(packed(record))}`, head, state }
}

/** What keeps an id from being taken by a call that comes late. */
export const FENCE = '-'

/**
 * Reads what {@link textOf} wrote; `undefined` where there is no record.
 * @throws HallpassError `ERR_STORE` where it is damaged
 */
export function recordFrom(id: string, text: unknown): TokenRecord | undefined {
  if (text === null || text === undefined || text === FENCE) return undefined
  if (typeof text !== 'string') throw damaged(id, 'the client did not give a text')
  try {
    const end = text.indexOf(' ', text.indexOf(' ') + 1) + 1
    return unpacked(id, Number.parseInt(text, 10), text.charAt(end), JSON.parse(text.slice(end + 1)) as Packed)
  } catch (error) {
    throw damaged(id, error instanceof Error ? error.name : 'Error')
  }
}

const LETTERS = { pending: 'p', active: 'a', closed: 'c' } as const
const CLOSED_LETTERS = { consumed: 'u', denied: 'd', revoked: 'r' } as const

/** Whether a record with this letter is closed. */
export function isClosedLetter(letter: string): boolean {
  return letter !== LETTERS.pending && letter !== LETTERS.active
}

const STATES: Readonly<Record<string, Pick<TokenRecord, 'state' | 'closedAs'>>> = {
  p: { state: 'pending' },
  a: { state: 'active' },
  c: { state: 'closed' },
  u: { state: 'closed', closedAs: 'consumed' },
  d: { state: 'closed', closedAs: 'denied' },
  r: { state: 'closed', closedAs: 'revoked' },
}

/** Times but the first are told by what lies between. Members that few records have stand together at the end. */
type Packed = readonly [
  format: string,
  digest: string,
  createdAt: number,
  life: number,
  retention: number,
  changedAfter: number,
  uses: number | null,
  usesLeft: number | null,
  returned: number,
  attempts: readonly string[],
  grants: readonly PackedGrant[],
  own?: Own,
]

type PackedGrant = readonly [
  scope: string,
  resourceId: string | null,
  anyResource: 0 | 1,
  routes: readonly string[],
  params?: Grant['params'],
]

type Own = Partial<Pick<TokenRecord, (typeof OWN_NAMES)[number]>>

const LISTED = ['holds', 'bindings', 'roles', 'metadata', 'decisions'] as const
const ABSENT = ['pepper', 'fingerprint', 'subject', 'name', 'createdBy', 'parent'] as const
const OWN_NAMES = [...LISTED, ...ABSENT] as const

function packed(record: TokenRecord): Packed {
  const { format, digest, createdAt, expiresAt, forgetAt, changedAt, uses, usesLeft, returned, attempts } = record
  const own: Record<string, unknown> = {}
  for (const name of LISTED) if (!isEmpty(record[name])) own[name] = record[name]
  for (const name of ABSENT) if (record[name] !== undefined) own[name] = record[name]
  return [
    format,
    digest,
    createdAt,
    expiresAt - createdAt,
    forgetAt - expiresAt,
    changedAt - createdAt,
    uses,
    usesLeft,
    returned,
    attempts,
    record.grants.map(packedGrant),
    ...(isEmpty(own) ? ([] as const) : ([own as Own] as const)),
  ]
}

function packedGrant({ scope, resourceId, anyResource, routes, params }: Grant): PackedGrant {
  return [scope, resourceId, anyResource ? 1 : 0, routes, ...(isEmpty(params) ? ([] as const) : ([params] as const))]
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false
  return true
}

function unpacked(id: string, version: number, letter: string, kept: Packed): TokenRecord {
  const [format, digest, createdAt, life, retention, changedAfter, uses, usesLeft, returned, attempts, grants, own] =
    kept
  const { state, closedAs } = STATES[letter] as Pick<TokenRecord, 'state' | 'closedAs'>
  const record: Writable<TokenRecord> = {
    id,
    version,
    attempts,
    format,
    digest,
    state,
    createdAt,
    expiresAt: createdAt + life,
    forgetAt: createdAt + life + retention,
    changedAt: createdAt + changedAfter,
    uses,
    usesLeft,
    holds: own?.holds ?? [],
    returned,
    grants: grants.map(unpackedGrant),
    bindings: own?.bindings ?? {},
    roles: own?.roles ?? [],
    metadata: own?.metadata ?? {},
    decisions: own?.decisions ?? [],
  }
  if (closedAs !== undefined) record.closedAs = closedAs
  if (own) for (const name of ABSENT) if (own[name] !== undefined) record[name] = own[name]
  return record
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function unpackedGrant([scope, resourceId, anyResource, routes, params = {}]: PackedGrant): Grant {
  return { scope, resourceId, anyResource: anyResource === 1, params, routes }
}

/** What could not be read is in no error: a parser quotes it. */
function damaged(id: string, what: string): HallpassError {
  return new HallpassError('ERR_STORE', `the record ${shown(id)} in Redis is damaged`, { cause: new Error(what) })
}
