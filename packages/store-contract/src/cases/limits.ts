import assert from 'node:assert/strict'
import { contractCase } from '../contract-case.js'
import { expectCount, expectInsert, expectNoTrace, keepAll, put, tally } from '../expectations.js'
import { closedOf, grantOf, idOf, NOW, nextOf, recordOf } from '../record-of.js'
import { longestScope, longestText } from './longest-texts.js'

const total = (most: number, now = NOW) => ({ now, total: most })
const perSubject = (most: number, now = NOW) => ({ now, perSubject: most })

export const limitCases = [
  contractCase('insert answers full at the limit in total, and nothing is kept', async (store) => {
    for (const number of [1, 2, 3]) await expectInsert(store, recordOf({ id: idOf(number) }), total(3), 'inserted')
    const fourth = recordOf({ id: idOf(4), grants: [grantOf(), grantOf({ scope: 'further', resourceId: 'x' })] })
    await expectInsert(store, fourth, total(3), 'full')
    await expectNoTrace(store, fourth)
    await expectCount(store, 'flows', NOW, 3)
    await expectInsert(store, fourth, total(4), 'inserted')
  }),

  contractCase('insert answers full at the limit of the subject, and others are not concerned', async (store) => {
    for (const number of [1, 2])
      await expectInsert(store, recordOf({ id: idOf(number), subject: 'alice' }), perSubject(2), 'inserted')
    const third = recordOf({ id: idOf(3), subject: 'alice' })
    await expectInsert(store, third, perSubject(2), 'full')
    await expectNoTrace(store, third)
    await expectInsert(store, recordOf({ id: idOf(4), subject: 'Alice' }), perSubject(2), 'inserted')
    await expectInsert(store, recordOf({ id: idOf(5), subject: 'alice ' }), perSubject(1), 'inserted')
    await expectInsert(store, recordOf({ id: idOf(6), subject: '' }), perSubject(1), 'inserted')
  }),

  contractCase('insert tells subjects and scopes apart that are as long as can be', async (store) => {
    const longest = (number: number, end: string, scope = longestScope('1')) =>
      recordOf({ id: idOf(number), subject: longestText(end), grants: [grantOf({ scope })] })
    await expectInsert(store, longest(1, '甲'), perSubject(1), 'inserted')
    await expectInsert(store, longest(2, '甲'), perSubject(1), 'full')
    await expectInsert(store, longest(2, '乙'), perSubject(1), 'inserted')
    await expectInsert(store, longest(3, '甲', longestScope('2')), { now: NOW, total: 1, perSubject: 1 }, 'inserted')
  }),

  contractCase('insert holds both limits where both are given', async (store) => {
    const limits = { now: NOW, total: 3, perSubject: 2 }
    await expectInsert(store, recordOf({ id: idOf(1), subject: 'alice' }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(2), subject: 'alice' }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(3), subject: 'alice' }), limits, 'full')
    await expectInsert(store, recordOf({ id: idOf(4), subject: 'bob' }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(5), subject: 'carol' }), limits, 'full')
  }),

  contractCase('insert limits no record without a grant', async (store) => {
    const limits = { now: NOW, total: 1, perSubject: 1 }
    for (const number of [1, 2, 3])
      await expectInsert(store, recordOf({ id: idOf(number), grants: [] }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(4) }), limits, 'inserted')
  }),

  contractCase('insert counts records without a subject as those of one subject', async (store) => {
    await expectInsert(store, recordOf({ id: idOf(1) }), perSubject(1), 'inserted')
    await expectInsert(store, recordOf({ id: idOf(2) }), perSubject(1), 'full')
    await expectInsert(store, recordOf({ id: idOf(3), subject: '' }), perSubject(1), 'inserted')
    await expectInsert(store, recordOf({ id: idOf(4), subject: 'alice' }), perSubject(1), 'inserted')
  }),

  contractCase('insert counts records that were kept without limits, pending ones among them', async (store) => {
    await keepAll(store, [
      recordOf({ id: idOf(1), subject: 'alice' }),
      recordOf({ id: idOf(2), subject: 'alice', state: 'pending' }),
    ])
    const next = recordOf({ id: idOf(3), subject: 'alice' })
    await expectInsert(store, next, total(2), 'full')
    await expectInsert(store, next, perSubject(2), 'full')
    await expectInsert(store, next, { now: NOW, total: 3, perSubject: 3 }, 'inserted')
  }),

  contractCase(
    'insert counts by the scope of the first grant, of the new record and of those that are there',
    async (store) => {
      await keepAll(store, [
        recordOf({ id: idOf(1), subject: 'alice', grants: [grantOf({ scope: 'other' }), grantOf()] }),
        recordOf({ id: idOf(2), subject: 'alice', grants: [grantOf({ scope: 'Flows' })] }),
      ])
      const grants = [grantOf(), grantOf({ scope: 'other' })]
      const limits = { now: NOW, total: 1, perSubject: 1 }
      await expectInsert(store, recordOf({ id: idOf(3), subject: 'alice', grants }), limits, 'inserted')
      await expectInsert(store, recordOf({ id: idOf(4), subject: 'alice' }), limits, 'full')
    },
  ),

  contractCase('insert finds a place free again once a record is closed', async (store) => {
    const limits = { now: NOW, total: 1, perSubject: 1 }
    const first = recordOf({ id: idOf(1), subject: 'alice', state: 'pending' })
    await expectInsert(store, first, limits, 'inserted')
    const approved = await put(store, nextOf(first, { state: 'active' }))
    await expectInsert(store, recordOf({ id: idOf(2), subject: 'alice' }), limits, 'full')
    await put(store, closedOf(approved, 'consumed'))
    await expectInsert(store, recordOf({ id: idOf(2), subject: 'alice' }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(3), subject: 'alice' }), limits, 'full')
  }),

  contractCase(
    'insert finds a place free again at the moment of expiry and not one millisecond earlier',
    async (store) => {
      const first = recordOf({ id: idOf(1), subject: 'alice' })
      const second = recordOf({ id: idOf(2), subject: 'alice', expiresAt: first.expiresAt + 1000 })
      await keepAll(store, [first])
      await expectInsert(store, second, total(1, first.expiresAt - 1), 'full')
      await expectInsert(store, second, perSubject(1, first.expiresAt - 1), 'full')
      await expectInsert(store, second, { now: first.expiresAt, total: 1, perSubject: 1 }, 'inserted')
    },
  ),

  contractCase('insert counts at the moment that is handed in, also at an earlier one than before', async (store) => {
    const first = recordOf({ id: idOf(1), subject: 'alice' })
    const late = first.expiresAt + 1000
    await keepAll(store, [first])
    await expectInsert(
      store,
      recordOf({ id: idOf(2), subject: 'bob', expiresAt: late }),
      total(1, late - 1),
      'inserted',
    )
    const third = recordOf({ id: idOf(3), subject: 'alice', expiresAt: late })
    await expectInsert(store, third, total(2), 'full')
    await expectInsert(store, third, perSubject(1), 'full')
    await expectInsert(store, third, { now: late - 1, total: 2, perSubject: 1 }, 'inserted')
  }),

  contractCase('insert finds a place free again once a record is swept', async (store) => {
    const limits = { now: NOW, total: 1, perSubject: 1 }
    const first = recordOf({ id: idOf(1), subject: 'alice' })
    await expectInsert(store, first, limits, 'inserted')
    assert.equal(await store.sweep(first.forgetAt + 1, 10), 1)
    await expectInsert(store, recordOf({ id: idOf(2), subject: 'alice' }), limits, 'inserted')
    await expectInsert(store, recordOf({ id: idOf(3), subject: 'alice' }), limits, 'full')
  }),

  contractCase(
    'insert finds one place free and not two where a record expires and is then closed or swept',
    async (store) => {
      const [first, second] = [recordOf({ id: idOf(1), subject: 'alice' }), recordOf({ id: idOf(2), subject: 'alice' })]
      const late = { subject: 'alice', expiresAt: first.expiresAt + 1000, forgetAt: first.forgetAt + 1000 }
      const limits = { now: first.expiresAt, total: 1, perSubject: 1 }
      await keepAll(store, [first, second])
      await expectInsert(store, recordOf({ id: idOf(3), ...late }), limits, 'inserted')
      await put(store, closedOf(first))
      await expectInsert(store, recordOf({ id: idOf(4), ...late }), limits, 'full')
      assert.equal(await store.sweep(first.forgetAt + 1, 10), 2)
      await expectInsert(store, recordOf({ id: idOf(4), ...late }), limits, 'full')
    },
  ),

  contractCase('insert never exceeds a limit, however many come at once', async (store) => {
    const rivals = Array.from({ length: 60 }, (_, number) =>
      recordOf({ id: idOf(number), subject: `subject ${number % 3}` }),
    )
    const answers = await Promise.all(
      rivals.map((rival) => store.insert(rival, { now: NOW, total: 10, perSubject: 4 })),
    )
    assert.deepEqual(tally(answers), { inserted: 10, full: 50 })
    await expectCount(store, 'flows', NOW, 10)
    for (const subject of ['subject 0', 'subject 1', 'subject 2'])
      assert.ok((await store.page({ limit: 100, subject })).length <= 4, `${subject} has more than 4`)
  }),

  contractCase('insert keeps limits exact while records come, close, expire and are swept', async (store) => {
    const kept = new Set<number>()
    for (let step = 0; step < 60; step++) {
      const now = NOW + step * 100
      const live = [...kept].filter((number) => NOW + number * 100 + 1000 > now && number % 4 !== 3)
      const record = recordOf({ id: idOf(step), expiresAt: now + 1000, forgetAt: now + 1500 })
      await expectInsert(store, record, { now, total: 6 }, live.length < 6 ? 'inserted' : 'full')
      if (live.length < 6) kept.add(step)
      if (live.length < 6 && step % 4 === 3) await put(store, closedOf(record))
      if (step % 10 === 9) await store.sweep(now, 100)
    }
  }),
]
