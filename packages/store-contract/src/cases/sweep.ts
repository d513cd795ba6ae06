import assert from 'node:assert/strict'
import type { TokenStore } from '@hallpass/core'
import { contractCase } from '../contract-case.js'
import { expectCount, expectKept, expectNoTrace, expectPage, keepAll, put } from '../expectations.js'
import { closedOf, grantOf, idOf, NOW, recordOf } from '../record-of.js'

export const sweepCases = [
  contractCase('sweep forgets what is to be forgotten before the moment, and not what is at it', async (store) => {
    const [early, at, late] = [1, 2, 3].map((number) => recordOf({ id: idOf(number), forgetAt: 1000 + number }))
    assert.ok(early && at && late)
    await keepAll(store, [early, at, late])
    await expectSwept(store, 1001, 10, 0)
    await expectSwept(store, 1002, 10, 1)
    await expectNoTrace(store, early)
    await expectKept(store, at)
    await expectKept(store, late)
  }),

  contractCase('sweep forgets at most as many as the limit, and tells how many', async (store) => {
    await keepAll(store, due(5))
    for (const count of [2, 2, 1, 0]) await expectSwept(store, NOW, 2, count)
    await expectPage(store, { limit: 10 }, [])
  }),

  contractCase('sweep of many at once tells all of them', async (store) => {
    await keepAll(store, [...due(120), recordOf({ id: idOf(900) })])
    await expectSwept(store, NOW, 1000, 120)
    await expectPage(store, { limit: 1000 }, [idOf(900)])
  }),

  contractCase('sweep goes by the time to be forgotten alone, whatever the state', async (store) => {
    const records = due(3).map((record, index) => ({ ...record, state: index === 1 ? 'pending' : 'active' }) as const)
    const [, , third] = records
    assert.ok(third)
    const live = recordOf({ id: idOf(50), state: 'pending' })
    const closed = recordOf({ id: idOf(51) })
    await keepAll(store, [...records, live, closed])
    await put(store, closedOf(third))
    await put(store, closedOf(closed))
    await expectSwept(store, NOW, 10, 3)
    await expectPage(store, { limit: 10 }, [idOf(50), idOf(51)])
    await expectKept(store, live)
  }),

  contractCase(
    'sweep leaves nothing behind: find, page, count and replace agree, and the id is free',
    async (store) => {
      const grants = [grantOf({ scope: 'files' }), grantOf({ scope: 'further', resourceId: 'x' })]
      const record = recordOf({ forgetAt: 1, subject: 'alice', createdBy: 'carol', parent: idOf(9), grants })
      await keepAll(store, [record])
      await expectSwept(store, 2, 10, 1)
      await expectNoTrace(store, record)
      for (const scope of ['files', 'further']) await expectCount(store, scope, NOW, 0)
      const again = recordOf({ subject: 'bob' })
      await keepAll(store, [again])
      await expectKept(store, again)
      for (const query of [
        { scope: 'files' },
        { scope: 'further' },
        { subject: 'alice' },
        { createdBy: 'carol' },
        { parent: idOf(9) },
      ])
        await expectPage(store, { limit: 10, ...query }, [])
    },
  ),

  contractCase('sweep tells each record once where several sweep at once', async (store) => {
    await keepAll(store, due(40))
    const counts = await Promise.all([1, 2, 3, 4].map(() => store.sweep(NOW, 15)))
    const swept = counts.reduce((sum, count) => sum + count, 0)
    assert.ok(
      counts.every((count) => count <= 15),
      `more than the limit: ${counts}`,
    )
    assert.equal((await store.page({ limit: 100 })).length, 40 - swept, `told ${counts}`)
  }),

  contractCase('sweep of an empty store tells none', async (store) => {
    await expectSwept(store, NOW, 10, 0)
  }),
]

async function expectSwept(store: TokenStore, before: number, limit: number, count: number): Promise<void> {
  assert.equal(await store.sweep(before, limit), count, `sweep before ${before}, limit ${limit}`)
}

/** Records whose time is over. */
function due(count: number) {
  return Array.from({ length: count }, (_, number) =>
    recordOf({ id: idOf(number), createdAt: 0, changedAt: 0, expiresAt: 1, forgetAt: 2 }),
  )
}
