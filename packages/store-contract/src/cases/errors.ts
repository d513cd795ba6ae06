import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { TokenRecord, TokenStore } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { keepAll } from '../expectations.js'
import { grantOf, idOf, NOW, nextOf, recordOf } from '../record-of.js'

/** What many a store cannot keep: it may refuse these records, and need not. Its errors hold nothing of them. */
const UNFIT: readonly (readonly [what: string, members: Partial<TokenRecord>])[] = [
  ['whose subject has a NUL', { subject: 'subject-of-the-record\0' }],
  ['whose subject is half of a character', { subject: 'subject-of-the-record\ud800' }],
  ['whose subject is too long for an index', { subject: `subject-of-the-record ${manyTexts()}` }],
  ['whose resource id is too long for an index', { grants: [grantOf({ resourceId: manyTexts() })] }],
  ['whose metadata has a NUL', { metadata: { purpose: 'metadata-of-the-record\0' } }],
  ['whose time is beyond every whole number', { expiresAt: 1e300, forgetAt: 1e300, changedAt: 1e300 }],
  ['whose time is no number', { expiresAt: Number.NaN, forgetAt: Number.NaN, changedAt: Number.NaN }],
  ['whose version is no whole number', { version: 1.5 }],
]

/** What must be in no error. */
const PRIVATE = {
  digest: 'digest-of-the-record',
  subject: 'subject-of-the-record',
  metadata: { purpose: 'metadata-of-the-record' },
}

/** A record that is there, for a change that cannot be kept. */
const SOUND = recordOf({ ...PRIVATE, id: idOf(3) })

export const errorCases: readonly ContractCase[] = [
  ...UNFIT.map(([what, members]) =>
    contractCase(`an error holds nothing of a record ${what}`, async (store) => {
      await keepAll(store, [SOUND])
      for (const error of await errorsOver(store, recordOf({ ...PRIVATE, ...members }))) expectDiscreet(error)
    }),
  ),

  contractCase('an error of a closed store holds nothing of the record', async (store) => {
    await store.close()
    const errors = await errorsOver(store, recordOf(PRIVATE))
    assert.equal(errors.length, 5, 'calls that were refused')
    for (const error of errors) expectDiscreet(error)
  }),
]

/** What the calls reject with that are handed the record, or a text of it. */
async function errorsOver(store: TokenStore, record: TokenRecord): Promise<readonly unknown[]> {
  const { subject = '', changedAt } = record
  const decisions = [{ what: 'approved', by: subject, at: changedAt }] as const
  const calls = [
    async () => store.insert(record),
    async () => store.insert({ ...record, id: idOf(2) }, { now: NOW, total: 9, perSubject: 9 }),
    async () => store.replace(nextOf(SOUND, { changedAt, decisions })),
    async () => store.page({ limit: 10, subject }),
    async () => store.count(subject, NOW),
  ]
  const errors: unknown[] = []
  for (const call of calls) await call().catch((error: unknown) => errors.push(error))
  return errors
}

/** A log may show all that hangs on an error, causes and hidden members too. */
function expectDiscreet(error: unknown): void {
  const shown = inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null })
  for (const text of ['digest-of', 'subject-of', 'metadata-of'])
    assert.ok(!shown.includes(`${text}-the-record`), `an error shows the ${text.slice(0, -3)} of a record`)
}

/** Some ten thousand bytes that hardly become fewer where they are packed. */
function manyTexts(): string {
  return Array.from({ length: 2000 }, (_, number) => (number * 7_919 * 104_729).toString(36)).join('')
}
