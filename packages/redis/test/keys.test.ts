import type { TokenRecord } from '@hallpass/core'
import { grantOf, idOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { forgetEntry, layoutOf } from '../src/keys.js'
import { ledgersOf } from '../src/ledger/ledger.js'
import { readForgetEntry, termFor, termsOf } from '../src/terms.js'

const RECORDS: readonly TokenRecord[] = [
  recordOf(),
  recordOf({ grants: [] }),
  recordOf({ grants: [], subject: '' }),
  recordOf({
    grants: [grantOf(), grantOf({ scope: 'b', resourceId: null }), grantOf({ scope: '', resourceId: '' }), grantOf()],
    subject: '}{ a b',
    createdBy: '\ud800',
    parent: idOf(2),
  }),
]

/** What stands between the first brace and the next: it decides about the slot. */
const tagOf = (key: string) => /\{(.*?)\}/.exec(key)?.[1]

describe('the keys of a Redis store', () => {
  it('are in one slot where there is one partition', () => {
    const layout = layoutOf({ keyPrefix: 'app', partitions: 1 })
    const keys = RECORDS.flatMap((record) => keysOf(layout, record))
    expect(new Set(keys.map(tagOf))).toEqual(new Set(['app']))
    expect(layout.isOneSlot).toBe(true)
  })

  it('of a record are in one slot, and those of a scope, where there are several', () => {
    const layout = layoutOf({ keyPrefix: 'app', partitions: 16 })
    const tags = Array.from({ length: 200 }, (_, number) => {
      const { record, index, forget } = layout.partitionOf(idOf(number))
      const own = new Set([record(idOf(number)), index, forget].map(tagOf))
      expect(own.size).toBe(1)
      return [...own][0]
    })
    expect(new Set(tags).size).toBe(16)
    const { total, own } = layout.ledgerOf(termsOf(recordOf({ subject: 'alice' }))) ?? { total: '', own: '' }
    expect(tagOf(total)).toBe(tagOf(own))
    expect(own).toContain(total.split(':').at(-1))
  })

  it.each(RECORDS)('are told again by what a sweep reads (%#)', (record) => {
    const terms = termsOf(record)
    const entry = forgetEntry(terms, record.id)
    expect(readForgetEntry(entry)).toEqual({ id: record.id, terms })
    expect(entry).toMatch(/^[A-Za-z0-9_-]* \w+$/)
  })

  it('are apart for names that look alike', () => {
    const terms = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['a","b', 'c'],
      ['\ud800', ''],
      ['\ufffd', ''],
    ].map(([scope = '', resourceId = '']) => termFor({ limit: 1, scope, resourceId }))
    expect(new Set(terms).size).toBe(terms.length)
    expect(
      new Set(['subject', 'createdBy', 'parent', 'scope'].map((name) => termFor({ limit: 1, [name]: 'a' }))).size,
    ).toBe(4)
  })

  it.each(RECORDS)('hold the term that a list looks for (%#)', (record) => {
    const { all } = termsOf(record)
    const { subject, createdBy, parent } = record
    for (const { scope, resourceId } of record.grants)
      expect(all).toContain(termFor({ limit: 1, scope, ...(resourceId === null ? {} : { resourceId }) }))
    for (const query of [{}, { subject }, { createdBy }, { parent }])
      if (Object.values(query).every((value) => value !== undefined))
        expect(all).toContain(termFor({ limit: 1, ...(query as object) }))
  })
})

function keysOf(layout: ReturnType<typeof layoutOf>, record: TokenRecord): readonly string[] {
  const { index, forget, record: keyOf } = layout.partitionOf(record.id)
  return [keyOf(record.id), index, forget, layout.mark, ...ledgersOf(layout, termsOf(record))]
}
