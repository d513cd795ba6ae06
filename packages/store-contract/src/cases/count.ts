import { contractCase } from '../contract-case.js'
import { expectCount, keepAll, put } from '../expectations.js'
import { closedOf, grantOf, idOf, NOW, nextOf, recordOf } from '../record-of.js'
import { longestScope } from './longest-texts.js'

export const countCases = [
  contractCase('count tells how many records of a scope are live, pending ones among them', async (store) => {
    await keepAll(store, [
      recordOf({ id: idOf(1) }),
      recordOf({ id: idOf(2), state: 'pending' }),
      recordOf({ id: idOf(3), grants: [grantOf({ scope: 'Flows' })] }),
    ])
    await expectCount(store, 'flows', NOW, 2)
    await expectCount(store, 'Flows', NOW, 1)
    await expectCount(store, 'flows ', NOW, 0)
    await expectCount(store, 'unknown', NOW, 0)
    await expectCount(store, '', NOW, 0)
  }),

  contractCase('count tells scopes apart that are as long as can be', async (store) => {
    await keepAll(store, [recordOf({ grants: [grantOf({ scope: longestScope('1') })] })])
    await expectCount(store, longestScope('1'), NOW, 1)
    await expectCount(store, longestScope('2'), NOW, 0)
  }),

  contractCase(
    'count leaves out a record at the moment of its expiry and not one millisecond earlier',
    async (store) => {
      const { expiresAt } = recordOf()
      await keepAll(store, [recordOf({ id: idOf(1) }), recordOf({ id: idOf(2), expiresAt: expiresAt + 1 })])
      await expectCount(store, 'flows', expiresAt - 1, 2)
      await expectCount(store, 'flows', expiresAt, 1)
      await expectCount(store, 'flows', expiresAt + 1, 0)
      await expectCount(store, 'flows', expiresAt - 1, 2)
    },
  ),

  contractCase('count leaves out what is closed', async (store) => {
    const pending = recordOf({ id: idOf(1), state: 'pending' })
    const active = recordOf({ id: idOf(2) })
    await keepAll(store, [pending, active])
    await put(store, closedOf(pending, 'denied'))
    await expectCount(store, 'flows', NOW, 1)
    const later = await put(store, nextOf(active, { usesLeft: 3 }))
    await expectCount(store, 'flows', NOW, 1)
    await put(store, closedOf(later, 'consumed'))
    await expectCount(store, 'flows', NOW, 0)
  }),

  contractCase('count takes a record for each scope of its grants, and once for each', async (store) => {
    const grants = [
      grantOf(),
      grantOf({ resourceId: 'f-18' }),
      grantOf({ scope: 'files' }),
      grantOf({ scope: 'files' }),
    ]
    await keepAll(store, [
      recordOf({ id: idOf(1), grants }),
      recordOf({ id: idOf(2), grants: [grantOf({ scope: 'files' })] }),
    ])
    await expectCount(store, 'flows', NOW, 1)
    await expectCount(store, 'files', NOW, 2)
    await expectCount(store, 'files', recordOf().expiresAt, 0)
    await put(store, closedOf(recordOf({ id: idOf(1), grants })))
    await expectCount(store, 'flows', NOW, 0)
    await expectCount(store, 'files', NOW, 1)
  }),
]
