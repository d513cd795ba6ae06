import assert from 'node:assert/strict'
import type { PageQuery } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { expectPage, keepTogether } from '../expectations.js'
import { grantOf, idOf, NOW, recordOf } from '../record-of.js'

/** One more than a service forgets at once, and five times what it lists at once. */
const ALL = Array.from({ length: 1001 }, (_, number) => idOf(number))
/** More than a service lists at once, behind all others. */
const LAST = ALL.slice(-250)

const QUERIES: readonly (readonly [query: PageQuery, ids: readonly string[]])[] = [
  [{ limit: 1000 }, ALL.slice(0, 1000)],
  [{ limit: 2000 }, ALL],
  [{ limit: 2000, scope: 'flows' }, ALL],
  [{ limit: 2000, scope: 'flows', resourceId: 'f-17' }, ALL],
  ...[
    { scope: 'last' },
    { subject: 'alice' },
    { createdBy: 'carol' },
    { parent: idOf(9000) },
    { state: 'pending' },
  ].map((filter) => [{ limit: 200, ...filter } as PageQuery, LAST.slice(0, 200)] as const),
  [{ limit: 200, scope: 'flows', subject: 'alice' }, LAST.slice(0, 200)],
  [{ limit: 200, scope: 'flows', state: 'pending', after: LAST[199] as string }, LAST.slice(200)],
]

/** A service takes fewer than it asked for as the end. */
export const manyCases: readonly ContractCase[] = [
  contractCase('page and sweep give fewer than the limit only where there are no more', async (store) => {
    await keepTogether(store, ALL.map(overdue))
    for (const [query, ids] of QUERIES) await expectPage(store, query, ids)
    assert.equal(await store.sweep(NOW, 2000), ALL.length, 'sweep, limit 2000')
    await expectPage(store, { limit: 1 }, [])
  }),
]

/** Together the records are more than a megabyte, at which some databases end a page. */
const LONG = { long: 'long '.repeat(200) }

function overdue(id: string) {
  const past = { id, createdAt: 0, changedAt: 0, expiresAt: 1, forgetAt: 2, metadata: LONG }
  if (!LAST.includes(id)) return recordOf(past)
  const grants = [grantOf(), grantOf({ scope: 'last' })]
  const found = { subject: 'alice', createdBy: 'carol', parent: idOf(9000), state: 'pending' } as const
  return recordOf({ ...past, ...found, grants })
}
