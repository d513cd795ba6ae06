import assert from 'node:assert/strict'
import type { RecordChange } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { expectKept, expectNoTrace, expectPage, keepAll, put, tally } from '../expectations.js'
import { closedOf, idOf, NOW, nextOf, recordOf } from '../record-of.js'

type Changed = Exclude<keyof RecordChange, 'version' | 'closedAs'>
type Change = readonly [what: string, change: Partial<RecordChange>]

/** Each change is kept, and the record is otherwise what it was. Every member that may change is here. */
const CHANGES: Readonly<Record<Changed, readonly Change[]>> = {
  usesLeft: [
    ['a use that is spent', { usesLeft: 1 }],
    ['no use that is left', { usesLeft: 0 }],
  ],
  attempts: [
    ['attempts', { attempts: ['a', 'b', 'c', 'd'] }],
    ['no attempts', { attempts: [] }],
  ],
  holds: [
    [
      'holds',
      {
        holds: [
          { id: 'h-1', until: NOW + 1 },
          { id: 'h-2', until: NOW + 2 },
        ],
      },
    ],
    ['no holds', { holds: [] }],
  ],
  returned: [['uses that came back', { returned: 2 }]],
  decisions: [['decisions', { decisions: decisionsOfEveryKind() }]],
  state: [
    ['the state active', { state: 'active' }],
    ['the state closed, as consumed', { state: 'closed', closedAs: 'consumed' }],
    ['the state closed, as denied', { state: 'closed', closedAs: 'denied' }],
    ['the state closed, as revoked', { state: 'closed', closedAs: 'revoked' }],
  ],
  changedAt: [['the time of the change', { changedAt: NOW + 86_400_000 }]],
}

function decisionsOfEveryKind(): RecordChange['decisions'] {
  const kinds: Readonly<Record<RecordChange['decisions'][number]['what'], true>> = {
    approved: true,
    denied: true,
    revoked: true,
  }
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((what) => [
    { what, by: 'carol', at: NOW, note: 'fine' },
    { what, by: 'dave', at: NOW + 1 },
  ])
}

const before = recordOf({
  state: 'pending',
  uses: 2,
  usesLeft: 2,
  subject: 'alice',
  holds: [{ id: 'h-0', until: NOW }],
  metadata: { purpose: 'connect' },
})

export const replaceCases: readonly ContractCase[] = [
  ...Object.values(CHANGES)
    .flat()
    .map(([what, change]) =>
      contractCase(`replace keeps ${what}`, async (store) => {
        await keepAll(store, [before])
        await expectKept(store, await put(store, nextOf(before, change)))
      }),
    ),

  contractCase('replace refuses all but the version that follows the one that is there', async (store) => {
    const second = nextOf(recordOf(), { usesLeft: 5 })
    await keepAll(store, [recordOf()])
    for (const version of [0, 1, 3, 4, 100])
      assert.equal(
        await store.replace({ ...second, version, state: 'closed', closedAs: 'revoked' }),
        false,
        `version ${version}`,
      )
    await expectKept(store, recordOf())
    await put(store, second)
    assert.equal(await store.replace(second), false, 'the same version twice')
    await expectKept(store, await put(store, nextOf(second, { usesLeft: 4 })))
  }),

  contractCase('replace refuses an id that is not there, and keeps nothing', async (store) => {
    await keepAll(store, [recordOf()])
    for (const id of [idOf(2), `${idOf(1)} `])
      for (const version of [1, 2]) {
        const stranger = recordOf({ id, version })
        assert.equal(await store.replace(stranger), false)
        await expectNoTrace(store, stranger)
      }
    await expectKept(store, recordOf())
  }),

  contractCase('replace refuses a record that was swept', async (store) => {
    const record = recordOf()
    await keepAll(store, [record])
    assert.equal(await store.sweep(record.forgetAt + 1, 10), 1)
    assert.equal(await store.replace(nextOf(record)), false)
    await expectNoTrace(store, record)
  }),

  contractCase('replace changes no other record', async (store) => {
    const others = [recordOf({ id: idOf(1) }), recordOf({ id: idOf(3) })]
    const record = recordOf({ id: idOf(2) })
    await keepAll(store, [record, ...others])
    await put(store, closedOf(record))
    for (const other of others) await expectKept(store, other)
  }),

  contractCase('replace has one winner of fifty at once', async (store) => {
    await keepAll(store, [recordOf()])
    const rivals = Array.from({ length: 50 }, (_, number) => nextOf(recordOf(), { attempts: [`rival-${number}`] }))
    const answers = await Promise.all(rivals.map((rival) => store.replace(rival)))
    assert.deepEqual(tally(answers), { true: 1, false: 49 })
    await expectKept(store, rivals[answers.indexOf(true)] ?? recordOf())
  }),

  contractCase('replace counts every use of fifty callers who look again and again', async (store) => {
    await keepAll(store, [recordOf({ uses: 50, usesLeft: 50 })])
    await Promise.all(Array.from({ length: 50 }, () => spendOne()))
    const spent = await store.find(idOf(1))
    assert.deepEqual([spent?.usesLeft, spent?.version], [0, 51])

    async function spendOne(): Promise<void> {
      for (let tries = 0; tries < 50; tries++) {
        const found = await store.find(idOf(1))
        assert.ok(found, 'the record is gone')
        if (await store.replace(nextOf(found, { attempts: [], usesLeft: (found.usesLeft ?? 0) - 1 }))) return
      }
      assert.fail('who lost 50 times lost against nobody: 49 others have one use each')
    }
  }),

  contractCase('replace is seen by page at once', async (store) => {
    await keepAll(store, [before])
    await put(store, closedOf(before, 'denied'))
    await expectPage(store, { limit: 10, state: 'pending' }, [])
    await expectPage(store, { limit: 10, state: 'closed', closedAs: 'denied' }, [before.id])
  }),

  contractCase('replace is not touched by what is done to the record afterwards', async (store) => {
    await keepAll(store, [before])
    const next = nextOf(before, { decisions: [{ what: 'approved', by: 'carol', at: NOW }] })
    await put(store, next)
    const kept = structuredClone(next)
    Reflect.set(next, 'usesLeft', 99)
    Reflect.set(next.decisions, 0, { what: 'denied', by: 'mallory', at: 0 })
    await expectKept(store, kept)
  }),
]
