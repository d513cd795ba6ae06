import assert from 'node:assert/strict'
import type { TokenRecord } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { expectKept, expectSame, keepAll } from '../expectations.js'
import { closedOf, grantOf, idOf, NOW, recordOf } from '../record-of.js'
import { longestScope, longestText } from './longest-texts.js'
import { UNUSUAL_TEXTS, unusualRecord } from './unusual-texts.js'

/** What comes back equals what was kept: the members, all of them and no other. */
const ROUND_TRIPS: readonly (readonly [what: string, record: TokenRecord])[] = [
  ['a record without the members that may be absent', recordOf()],
  ['a record with every member', fullRecord()],
  ['a record that is closed', closedOf(fullRecord(), 'consumed')],
  ['a record without a grant', recordOf({ grants: [] })],
  ['a grant for any resource', recordOf({ grants: [grantOf({ resourceId: null, anyResource: true })] })],
  ['a grant for no resource, which opens no route', recordOf({ grants: [grantOf({ resourceId: null, routes: [] })] })],
  ['a grant for the resource "*"', recordOf({ grants: [grantOf({ resourceId: '*' })] })],
  ['several grants of one scope', recordOf({ grants: ['b', 'a', 'b'].map((resourceId) => grantOf({ resourceId })) })],
  ['numbers at their ends', recordOf({ uses: 1, usesLeft: 0, createdAt: 0, expiresAt: 8.64e15, version: 2 ** 31 })],
  [
    'metadata of every kind',
    recordOf({ metadata: { a: [1, -2.5, 1e300, [null, true, { b: {} }]], '': '', '0': false } }),
  ],
  ['texts that are unusual', unusualRecord()],
  ['texts that are as long as a service takes them', longestRecord()],
  ['metadata of a hundred thousand bytes', recordOf({ metadata: { long: 'é'.repeat(50_000) } })],
]

export const findCases: readonly ContractCase[] = [
  ...ROUND_TRIPS.map(([what, record]) =>
    contractCase(`find gives back ${what}, equal to what was kept`, async (store) => {
      await keepAll(store, [record])
      await expectKept(store, record)
    }),
  ),

  contractCase('find gives nothing for an id that is not there', async (store) => {
    await keepAll(store, [recordOf()])
    const near = [idOf(1).slice(0, -1), `${idOf(1)}0`, `${idOf(1)} `, ` ${idOf(1)}`]
    for (const id of ['', idOf(2), ...near, ...UNUSUAL_TEXTS])
      assert.equal(await store.find(id), undefined, `find of ${JSON.stringify(id)}`)
  }),

  contractCase('find tells ids apart by case', async (store) => {
    const ids = ['0VkS2aQzabcdefgh', '0VkS2aQzABCDEFGH', '0vks2aqzabcdefgh']
    await keepAll(
      store,
      ids.map((id) => recordOf({ id })),
    )
    for (const id of ids) await expectKept(store, recordOf({ id }))
    assert.equal(await store.find('0VKS2AQZABCDEFGH'), undefined)
  }),

  contractCase('find gives back a record that has expired, until it is swept', async (store) => {
    const expired = recordOf({ createdAt: 1, changedAt: 1, expiresAt: 2, forgetAt: 3 })
    await keepAll(store, [expired])
    await expectKept(store, expired)
  }),

  contractCase('find is not touched by what is done to a record that was handed in', async (store) => {
    const handedIn = fullRecord()
    await keepAll(store, [handedIn])
    overwrite(handedIn)
    await expectKept(store, fullRecord())
  }),

  contractCase('find is not touched by what is done to a record that was handed out', async (store) => {
    await keepAll(store, [fullRecord()])
    const found = await store.find(idOf(1))
    assert.ok(found)
    overwrite(found)
    await expectKept(store, fullRecord())
    const [listed] = await store.page({ limit: 1 })
    assert.ok(listed)
    expectSame(listed, fullRecord())
  }),
]

function longestRecord(): TokenRecord {
  const [text, scope] = [longestText('甲'), longestScope('1')]
  const grants = [grantOf({ scope, resourceId: text, params: { tenant: text } })]
  return recordOf({ subject: text, name: text, createdBy: text, roles: [text], grants })
}

function fullRecord(): TokenRecord {
  return recordOf({
    version: 3,
    attempts: ['9fK2s0a', '9fK2s0b', '9fK2s0c'],
    pepper: '2025-10',
    uses: 5,
    usesLeft: 4,
    holds: [{ id: 'h-1', until: NOW + 30_000 }],
    returned: 2,
    grants: [
      grantOf({ params: { tenant: 't-1', region: 'eu' } }),
      grantOf({ scope: 'files:read', resourceId: 'report.pdf', params: { folder: 'a' }, routes: ['p0q1r2s3'] }),
    ],
    bindings: { session: 's-9', agent: 'claude' },
    fingerprint: 'f4vBq0pM2n',
    subject: 'alice@example.org',
    name: 'Link for Alice',
    createdBy: 'bob@example.org',
    parent: idOf(0),
    roles: ['reader', 'writer'],
    metadata: { purpose: 'connect', tries: [1, 2], nested: { deep: null } },
    decisions: [
      { what: 'approved', by: 'carol', at: NOW + 1, note: 'fine' },
      { what: 'revoked', by: 'dave', at: NOW + 2 },
    ],
  })
}

/** Writes wherever a reference could be shared; what is frozen stays as it is. */
function overwrite(record: TokenRecord): void {
  const [grant] = record.grants
  Reflect.set(record, 'version', 99)
  Reflect.set(record, 'subject', 'mallory')
  Reflect.set(record.metadata, 'purpose', 'other')
  Reflect.set(record.bindings, 'session', 'other')
  Reflect.set(record.roles, 0, 'admin')
  Reflect.set(record.attempts, 0, 'other')
  Reflect.set(record.holds, 0, { id: 'other', until: 0 })
  Reflect.set(record.decisions, 0, { what: 'denied', by: 'mallory', at: 0 })
  for (const target of grant ? [grant.params] : []) Reflect.set(target, 'tenant', 'other')
  for (const target of grant ? [grant.routes] : []) Reflect.set(target, 0, 'other')
  if (grant) Reflect.set(grant, 'resourceId', 'other')
}
