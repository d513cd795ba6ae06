import assert from 'node:assert/strict'
import { HallpassError, type TokenStore } from '@hallpass/core'
import { type ContractCase, contractCase } from '../contract-case.js'
import { keepAll } from '../expectations.js'
import { idOf, NOW, nextOf, recordOf } from '../record-of.js'

const CALLS: readonly (readonly [method: string, call: (store: TokenStore) => Promise<unknown>])[] = [
  ['insert', (store) => store.insert(recordOf({ id: idOf(2) }))],
  ['insert with limits', (store) => store.insert(recordOf({ id: idOf(3) }), { now: NOW, total: 9, perSubject: 9 })],
  ['find', (store) => store.find(idOf(1))],
  ['replace', (store) => store.replace(nextOf(recordOf()))],
  ['page', (store) => store.page({ limit: 10 })],
  ['count', (store) => store.count('flows', NOW)],
  ['sweep', (store) => store.sweep(NOW, 10)],
]

export const closeCases: readonly ContractCase[] = [
  contractCase('close may be called twice, also at once', async (store) => {
    await keepAll(store, [recordOf()])
    await Promise.all([store.close(), store.close()])
    await store.close()
  }),

  contractCase('calls that began before close end, with their answer or with ERR_STORE', async (store) => {
    await keepAll(store, [recordOf()])
    const under = Array.from({ length: 10 }, () => CALLS).flat()
    const calls = under.map(async ([, call]) => call(store))
    const ends = [store.close(), ...calls].map((call) => call.then(undefined, expectOwnError))
    await inTime(Promise.all(ends))
  }),

  ...CALLS.map(([method, call]) =>
    contractCase(`${method} rejects with ERR_STORE once the store is closed, and says that it is`, async (store) => {
      await keepAll(store, [recordOf()])
      await store.close()
      await assert.rejects(
        () => call(store),
        (error) => {
          assert.match(expectOwnError(error).message, /closed/)
          return true
        },
      )
    }),
  ),
]

function expectOwnError(error: unknown): HallpassError {
  assert.ok(error instanceof HallpassError, `expected a HallpassError, got ${String(error)}`)
  assert.equal(error.code, 'ERR_STORE')
  return error
}

/** Longer than any store takes, and shorter than tests wait: so it is said what hangs. */
const LONGEST_WAIT = 4000

async function inTime(ends: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new assert.AssertionError({ message: `after close a call hangs for ${LONGEST_WAIT} ms` })
    timer = setTimeout(() => reject(error), LONGEST_WAIT)
  })
  await Promise.race([ends, late]).finally(() => clearTimeout(timer))
}
