import assert from 'node:assert/strict'
import type { InsertLimits, TokenRecord, TokenStore } from '@hallpass/core'
import { closedOf, grantOf, NOW, recordOf } from '@hallpass/store-contract'
import fc from 'fast-check'

/** Something that happens to a store; `at` counts milliseconds, and may go back. */
type Action =
  | {
      readonly kind: 'insert'
      readonly at: number
      readonly ttl: number
      readonly scopes: readonly string[]
      readonly subject: string | null
      readonly state: 'pending' | 'active' | 'closed'
      readonly total: number | null
      readonly perSubject: number | null
    }
  | { readonly kind: 'close'; readonly which: number }
  | { readonly kind: 'sweep'; readonly at: number; readonly limit: number }

const at = fc.integer({ min: 0, max: 40 })
const limit = fc.option(fc.integer({ min: 1, max: 4 }))

/** What may happen, one after the other. */
export const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('insert' as const),
        at,
        ttl: fc.integer({ min: 1, max: 20 }),
        scopes: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }),
        subject: fc.option(fc.constantFrom('x', 'y')),
        state: fc.constantFrom('pending', 'active', 'closed'),
        total: limit,
        perSubject: limit,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('sweep' as const), at, limit: fc.integer({ min: 1, max: 5 }) }),
    },
  ),
  { minLength: 20, maxLength: 80 },
)

/** The store, and what it must be like. */
export interface StoreAndModel {
  readonly store: TokenStore
  readonly model: Map<string, TokenRecord>
}

/** Lets it happen to both, and compares. */
export async function takeAction({ store, model }: StoreAndModel, action: Action, id: string): Promise<void> {
  if (action.kind === 'insert') return insert({ store, model }, action, id)
  if (action.kind === 'close') return close({ store, model }, action.which)
  await store.sweep(NOW + action.at, action.limit)
  const left = await Promise.all([...model.keys()].map((key) => store.find(key)))
  for (const [index, key] of [...model.keys()].entries()) if (left[index] === undefined) model.delete(key)
}

async function insert({ store, model }: StoreAndModel, action: Action & { kind: 'insert' }, id: string): Promise<void> {
  const now = NOW + action.at
  const record = recordOf({
    id,
    expiresAt: now + action.ttl,
    forgetAt: now + action.ttl + 3,
    state: action.state,
    grants: action.scopes.map((scope) => grantOf({ scope })),
    ...(action.state === 'closed' && { closedAs: 'revoked' }),
    ...(action.subject !== null && { subject: action.subject }),
  })
  const limits: InsertLimits = {
    now,
    ...(action.total !== null && { total: action.total }),
    ...(action.perSubject !== null && { perSubject: action.perSubject }),
  }
  const expected = isFull([...model.values()], record, limits) ? 'full' : 'inserted'
  assert.equal(await store.insert(record, limits), expected)
  if (expected === 'inserted') model.set(id, record)
  for (const scope of ['a', 'b'])
    assert.equal(await store.count(scope, now), live([...model.values()], now).filter(has(scope)).length)
}

async function close({ store, model }: StoreAndModel, which: number): Promise<void> {
  const record = [...model.values()][which % Math.max(1, model.size)]
  if (!record) return
  const closed = closedOf(record)
  assert.equal(await store.replace(closed), true)
  model.set(record.id, closed)
}

function isFull(records: readonly TokenRecord[], record: TokenRecord, limits: InsertLimits): boolean {
  const { now, total = Number.POSITIVE_INFINITY, perSubject = Number.POSITIVE_INFINITY } = limits
  const inScope = live(records, now).filter(({ grants }) => grants[0]?.scope === record.grants[0]?.scope)
  return inScope.length >= total || inScope.filter(({ subject }) => subject === record.subject).length >= perSubject
}

function live(records: readonly TokenRecord[], now: number): readonly TokenRecord[] {
  return records.filter(({ state, expiresAt }) => state !== 'closed' && now < expiresAt)
}

function has(scope: string) {
  return ({ grants }: TokenRecord) => grants.some((grant) => grant.scope === scope)
}
