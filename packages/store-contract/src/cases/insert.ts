import assert from 'node:assert/strict'
import { contractCase } from '../contract-case.js'
import { expectKept, expectPage, keepAll, tally } from '../expectations.js'
import { closedOf, grantOf, idOf, NOW, recordOf } from '../record-of.js'

export const insertCases = [
  contractCase('insert keeps a record', async (store) => {
    assert.equal(await store.insert(recordOf()), 'inserted')
    await expectKept(store, recordOf())
  }),

  contractCase('insert answers taken where the id is there, and the first record stays as it was', async (store) => {
    const first = recordOf({ subject: 'alice' })
    await keepAll(store, [first])
    assert.equal(await store.insert(recordOf({ subject: 'mallory', grants: [grantOf({ scope: 'other' })] })), 'taken')
    await expectKept(store, first)
    await expectPage(store, { limit: 10, scope: 'other' }, [])
    await expectPage(store, { limit: 10, subject: 'mallory' }, [])
  }),

  contractCase('insert answers taken also where the record with the id is closed or has expired', async (store) => {
    const closed = closedOf(recordOf({ id: idOf(1) }))
    const expired = recordOf({ id: idOf(2), createdAt: 0, expiresAt: 1, forgetAt: 2, changedAt: 0 })
    await keepAll(store, [closed, expired])
    assert.equal(await store.insert(recordOf({ id: idOf(1) })), 'taken')
    assert.equal(await store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 9, perSubject: 9 }), 'taken')
    await expectKept(store, closed)
    await expectKept(store, expired)
  }),

  contractCase('insert has one winner of fifty that want the same id at once', async (store) => {
    const rivals = Array.from({ length: 50 }, (_, number) => recordOf({ name: `rival ${number}` }))
    const answers = await Promise.all(rivals.map((rival) => store.insert(rival)))
    assert.deepEqual(tally(answers), { inserted: 1, taken: 49 })
    await expectKept(store, rivals[answers.indexOf('inserted')] ?? recordOf())
  }),

  contractCase('insert keeps fifty records that come at once', async (store) => {
    const records = Array.from({ length: 50 }, (_, number) => recordOf({ id: idOf(number) }))
    const answers = await Promise.all(records.map((record) => store.insert(record)))
    assert.deepEqual(tally(answers), { inserted: 50 })
    await expectPage(
      store,
      { limit: 100 },
      records.map(({ id }) => id),
    )
  }),
]
