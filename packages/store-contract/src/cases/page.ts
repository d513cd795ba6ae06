import assert from 'node:assert/strict'
import type { TokenStore } from '@hallpass/core'
import { contractCase } from '../contract-case.js'
import { expectPage, expectSame, idsOf, keepAll, put } from '../expectations.js'
import { closedOf, grantOf, idOf, recordOf } from '../record-of.js'

export const pageCases = [
  contractCase('page gives the records in the byte order of their ids', async (store) => {
    const ids = [
      'aaaaaaaaaaaaaaaa',
      'ZZZZZZZZZZZZZZZZ',
      '0zzzzzzzzzzzzzzz',
      'zzzzzzzzzzzzzzzz',
      'Aaaaaaaaaaaaaaaa',
      '9AAAAAAAAAAAAAAA',
    ]
    await keepAll(
      store,
      ids.map((id) => recordOf({ id })),
    )
    await expectPage(store, { limit: 10 }, [...ids].sort())
    await expectPage(store, { limit: 10, scope: 'flows' }, [...ids].sort())
    await expectPage(store, { limit: 10, scope: 'flows', resourceId: 'f-17' }, [...ids].sort())
  }),

  contractCase('page gives whole records', async (store) => {
    const record = recordOf({
      subject: 'alice',
      metadata: { purpose: 'connect' },
      grants: [grantOf(), grantOf({ scope: 'b' })],
    })
    await keepAll(store, [record])
    for (const query of [{}, { scope: 'b' }, { subject: 'alice' }]) {
      const [found] = await store.page({ limit: 1, ...query })
      assert.ok(found)
      expectSame(found, record)
    }
  }),

  contractCase('page gives at most as many as the limit, from behind the last id on', async (store) => {
    await keepAll(store, numbered(1, 2, 3, 4, 5))
    await expectPage(store, { limit: 2 }, [idOf(1), idOf(2)])
    await expectPage(store, { limit: 2, after: idOf(2) }, [idOf(3), idOf(4)])
    await expectPage(store, { limit: 2, after: idOf(4) }, [idOf(5)])
    await expectPage(store, { limit: 2, after: idOf(5) }, [])
    await expectPage(store, { limit: 100, after: '' }, [1, 2, 3, 4, 5].map(idOf))
    await expectPage(store, { limit: 1, after: idOf(1), scope: 'flows' }, [idOf(2)])
  }),

  contractCase('page goes on behind an id that is not there', async (store) => {
    await keepAll(store, numbered(1, 3, 5))
    await expectPage(store, { limit: 10, after: idOf(2) }, [idOf(3), idOf(5)])
    await expectPage(store, { limit: 10, after: idOf(0) }, [1, 3, 5].map(idOf))
  }),

  contractCase('page of an empty store is empty', async (store) => {
    await expectPage(store, { limit: 10 }, [])
    await expectPage(store, { limit: 10, scope: 'flows', resourceId: 'f-17', state: 'active' }, [])
  }),

  contractCase('page gives a record once, however many of its grants fit', async (store) => {
    const grants = ['a', 'b', 'a'].map((resourceId) => grantOf({ resourceId }))
    await keepAll(store, [recordOf({ id: idOf(1), grants }), recordOf({ id: idOf(2), grants })])
    await expectPage(store, { limit: 10, scope: 'flows' }, [idOf(1), idOf(2)])
    await expectPage(store, { limit: 10, scope: 'flows', resourceId: 'a' }, [idOf(1), idOf(2)])
    await expectPage(store, { limit: 1, scope: 'flows', resourceId: 'a' }, [idOf(1)])
    await expectPage(store, { limit: 1, after: idOf(1), scope: 'flows' }, [idOf(2)])
  }),

  ...[{}, { scope: 'flows' }, { scope: 'flows', resourceId: 'f-17' }].map((query) =>
    contractCase(
      `page skips no record and tells none twice while others come, close and are swept (${JSON.stringify(query)})`,
      async (store) => {
        const early = recordOf({ id: idOf(12), forgetAt: 1 })
        await keepAll(store, [...numbered(10, 20, 30, 40, 50, 60, 70), early])
        const told: string[] = []
        let round = 0
        for (let after = ''; round < 20; round++) {
          const page = await store.page({ ...query, limit: 2, ...(after === '' ? {} : { after }) })
          if (page.length === 0) break
          told.push(...idsOf(page))
          after = told.at(-1) ?? ''
          await disturb(store, round)
        }
        assert.equal(new Set(told).size, told.length, `twice: ${told}`)
        for (const number of [10, 20, 30, 40, 50, 60, 70])
          assert.ok(told.includes(idOf(number)), `${idOf(number)} was skipped; told: ${told}`)
      },
    ),
  ),
]

/** Somebody mints before and behind the page, closes what was told and what was not, and sweeps. */
async function disturb(store: TokenStore, round: number): Promise<void> {
  if (round > 3) return
  await keepAll(store, numbered(5 + round, 31 + round))
  await put(store, closedOf(recordOf({ id: idOf(10 * (round + 1)) })))
  if (round < 2) await put(store, closedOf(recordOf({ id: idOf(60 + 10 * round) })))
  await store.sweep(2, 10)
}

function numbered(...numbers: readonly number[]) {
  return numbers.map((number) => recordOf({ id: idOf(number) }))
}
