import assert from 'node:assert/strict'
import type { InsertLimits, PageQuery, TokenRecord, TokenStore } from '@hallpass/core'

/** Keeps records, one after the other. */
export async function keepAll(store: TokenStore, records: readonly TokenRecord[]): Promise<void> {
  for (const record of records) assert.equal(await store.insert(record), 'inserted', `insert of ${record.id}`)
}

/** Keeps records, some at a time: for many, and in no order. */
export async function keepTogether(store: TokenStore, records: readonly TokenRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += TOGETHER)
    await Promise.all(records.slice(from, from + TOGETHER).map((record) => keepAll(store, [record])))
}

/** No line is longer than this in a test of many. */
const TOGETHER = 50

/** Replaces a record by its next version, and gives that. */
export async function put(store: TokenStore, next: TokenRecord): Promise<TokenRecord> {
  assert.equal(await store.replace(next), true, `replace of ${next.id} by version ${next.version}`)
  return next
}

/** The store has exactly this record under its id. */
export async function expectKept(store: TokenStore, expected: TokenRecord): Promise<void> {
  const found = await store.find(expected.id)
  assert.ok(found, `find of ${expected.id} gives nothing`)
  expectSame(found, expected)
}

/** The same members with the same values; a member that is `undefined` is not one that is absent. */
export function expectSame(found: TokenRecord, expected: TokenRecord): void {
  assert.deepEqual(structuredClone(found), structuredClone(expected))
}

/** There is no trace of the record, whichever way one looks. */
export async function expectNoTrace(store: TokenStore, record: TokenRecord): Promise<void> {
  assert.equal(await store.find(record.id), undefined, `find of ${record.id}`)
  await expectPage(
    store,
    { limit: 100 },
    (await allIds(store)).filter((id) => id !== record.id),
  )
  for (const { scope, resourceId } of record.grants) {
    const listed = await store.page({ limit: 100, scope, ...(resourceId === null ? {} : { resourceId }) })
    assert.ok(!listed.some(({ id }) => id === record.id), `page of scope ${scope} has ${record.id}`)
  }
}

/** A page holds the records with these ids, in this order. */
export async function expectPage(store: TokenStore, query: PageQuery, ids: readonly string[]): Promise<void> {
  assert.deepEqual(idsOf(await store.page(query)), ids, `page of ${JSON.stringify(query)}`)
}

/** How many records of a scope are live at a moment. */
export async function expectCount(store: TokenStore, scope: string, now: number, count: number): Promise<void> {
  assert.equal(await store.count(scope, now), count, `count of ${scope} at ${now}`)
}

/** What insert answers. */
export async function expectInsert(
  store: TokenStore,
  record: TokenRecord,
  limits: InsertLimits,
  outcome: Awaited<ReturnType<TokenStore['insert']>>,
): Promise<void> {
  assert.equal(await store.insert(record, limits), outcome, `insert of ${record.id} with ${JSON.stringify(limits)}`)
}

/** How often each answer came. */
export function tally(answers: readonly (string | boolean)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1
  return counts
}

export function idsOf(records: readonly TokenRecord[]): readonly string[] {
  return records.map(({ id }) => id)
}

async function allIds(store: TokenStore): Promise<readonly string[]> {
  return idsOf(await store.page({ limit: 100 }))
}
