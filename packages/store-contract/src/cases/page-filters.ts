import assert from 'node:assert/strict'
import { HallpassError, type PageQuery, type TokenRecord, type TokenStore } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { expectPage, keepAll, put } from '../expectations.js'
import { closedOf, grantOf, idOf, recordOf } from '../record-of.js'
import { longestScope, longestText } from './longest-texts.js'
import { UNUSUAL_TEXTS } from './unusual-texts.js'

const grants = {
  any: grantOf({ resourceId: null, anyResource: true }),
  none: grantOf({ resourceId: null }),
  flow1: grantOf({ resourceId: 'f-1' }),
  flow2: grantOf({ resourceId: 'f-2' }),
  file1: grantOf({ scope: 'files', resourceId: 'f-1' }),
  star: grantOf({ resourceId: '*' }),
}

const RECORDS: readonly TokenRecord[] = [
  recordOf({ id: idOf(1), grants: [grants.flow1], subject: 'alice', createdBy: 'carol' }),
  recordOf({ id: idOf(2), grants: [grants.flow2, grants.file1], subject: 'alice', createdBy: 'dave', parent: idOf(1) }),
  recordOf({ id: idOf(3), grants: [grants.file1, grants.flow2], subject: 'bob', createdBy: 'carol', parent: idOf(1) }),
  recordOf({ id: idOf(4), grants: [grants.any], state: 'pending', createdBy: 'alice' }),
  recordOf({ id: idOf(5), grants: [grants.none], state: 'pending', subject: 'Alice' }),
  recordOf({ id: idOf(6), grants: [grants.star], subject: 'bob', parent: idOf(2) }),
  recordOf({ id: idOf(7), grants: [grants.flow1], subject: 'alice' }),
  recordOf({ id: idOf(8), grants: [grants.flow2], subject: 'bob' }),
  recordOf({ id: idOf(9), grants: [grants.flow2], subject: 'alice', state: 'pending' }),
]

const CLOSED = { 7: 'consumed', 8: 'revoked', 9: 'denied' } as const

const FILTERS: readonly (readonly [what: string, query: Omit<PageQuery, 'limit'>, numbers: readonly number[]])[] = [
  ['a scope, also as a further grant', { scope: 'files' }, [2, 3]],
  ['a scope, for whatever resource', { scope: 'flows' }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['a scope that has no record', { scope: 'flow' }, []],
  ['a scope and a resource id of one and the same grant', { scope: 'flows', resourceId: 'f-1' }, [1, 7]],
  ['a scope and a resource id of a further grant', { scope: 'files', resourceId: 'f-1' }, [2, 3]],
  ['a scope and a resource id that no one grant has both', { scope: 'files', resourceId: 'f-2' }, []],
  ['the resource id "*", which is not any resource', { scope: 'flows', resourceId: '*' }, [6]],
  ['a resource id, which a grant for any or for none has not', { scope: 'flows', resourceId: 'f-9' }, []],
  ['the empty resource id, which a grant for none has not', { scope: 'flows', resourceId: '' }, []],
  ['a subject, by its case', { subject: 'alice' }, [1, 2, 7, 9]],
  ['a subject that has no record', { subject: '' }, []],
  ['a creator', { createdBy: 'carol' }, [1, 3]],
  ['a parent', { parent: idOf(1) }, [2, 3]],
  ['the state pending', { state: 'pending' }, [4, 5]],
  ['the state active', { state: 'active' }, [1, 2, 3, 6]],
  ['the state closed', { state: 'closed' }, [7, 8, 9]],
  ['closed as consumed', { closedAs: 'consumed' }, [7]],
  ['closed as revoked', { state: 'closed', closedAs: 'revoked' }, [8]],
  ['closed as denied', { state: 'closed', closedAs: 'denied' }, [9]],
  ['active and closed as revoked, which nothing is', { state: 'active', closedAs: 'revoked' }, []],
  ['a scope and a subject', { scope: 'flows', subject: 'bob' }, [3, 6, 8]],
  ['a scope, a resource id and a state', { scope: 'flows', resourceId: 'f-1', state: 'active' }, [1]],
  ['a subject and a creator', { subject: 'alice', createdBy: 'carol' }, [1]],
  ['a subject and a parent', { subject: 'bob', parent: idOf(1) }, [3]],
  ['a scope, behind an id', { scope: 'flows', after: idOf(6) }, [7, 8, 9]],
  ['a state, behind an id', { state: 'active', after: idOf(2) }, [3, 6]],
  [
    'everything at once',
    {
      scope: 'flows',
      resourceId: 'f-2',
      subject: 'alice',
      createdBy: 'dave',
      parent: idOf(1),
      state: 'active',
      after: idOf(1),
    },
    [2],
  ],
]

export const pageFilterCases: readonly ContractCase[] = [
  ...FILTERS.map(([what, query, numbers]) =>
    contractCase(`page filters by ${what}`, async (store) => {
      await keepRecords(store)
      await expectPage(store, { limit: 100, ...query }, numbers.map(idOf))
    }),
  ),

  contractCase('page gives as many as the limit where so many fit, whatever stands between them', async (store) => {
    await keepRecords(store)
    for (const [, query, numbers] of FILTERS)
      for (const limit of [1, 2]) await expectPage(store, { limit, ...query }, numbers.slice(0, limit).map(idOf))
  }),

  contractCase('page refuses a resource id without a scope', async (store) => {
    const refuses = async (limit: number) => {
      const answer: unknown = await store.page({ limit, resourceId: 'f-1' }).catch((error: unknown) => error)
      assert.ok(answer instanceof HallpassError, 'a page by resourceId alone was given')
      assert.equal(answer.code, 'ERR_OPTIONS')
    }
    await refuses(100)
    await keepAll(store, RECORDS)
    await refuses(100)
    await refuses(0)
  }),

  contractCase('page filters by texts that are unusual, each apart from all others', async (store) => {
    const records = UNUSUAL_TEXTS.map((text, number) => unusual(text, idOf(number)))
    await keepAll(store, records)
    for (const [number, text] of UNUSUAL_TEXTS.entries()) {
      await expectPage(store, { limit: 100, scope: text, resourceId: text }, [idOf(number)])
      await expectPage(store, { limit: 100, subject: text }, [idOf(number)])
      await expectPage(store, { limit: 100, createdBy: text }, [idOf(number)])
      await expectPage(store, { limit: 100, parent: text }, [idOf(number)])
    }
  }),

  contractCase('page filters by texts as long as can be that differ in their last character alone', async (store) => {
    const pairs = [
      { id: idOf(1), text: longestText('甲'), scope: longestScope('1') },
      { id: idOf(2), text: longestText('乙'), scope: longestScope('2') },
    ]
    for (const { id, text, scope } of pairs) {
      const grants = [grantOf({ resourceId: text }), grantOf({ scope })]
      await keepAll(store, [recordOf({ id, subject: text, createdBy: text, grants })])
    }
    for (const { id, text, scope } of pairs)
      for (const query of [{ subject: text }, { createdBy: text }, { scope }, { scope: 'flows', resourceId: text }])
        await expectPage(store, { limit: 100, ...query }, [id])
  }),
]

async function keepRecords(store: TokenStore): Promise<void> {
  await keepAll(store, RECORDS)
  for (const [number, closedAs] of Object.entries(CLOSED))
    await put(store, closedOf(RECORDS[Number(number) - 1] ?? recordOf(), closedAs))
}

function unusual(text: string, id: string): TokenRecord {
  return recordOf({
    id,
    grants: [grantOf({ scope: text, resourceId: text })],
    subject: text,
    createdBy: text,
    parent: text,
  })
}
