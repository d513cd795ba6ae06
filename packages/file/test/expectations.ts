import { HallpassError, type TokenRecord, type TokenStore } from '@hallpass/core'
import { expect } from 'vitest'
import type { DamagedRecord } from '../src/index.js'

/** The ids of all records, in their order. */
export async function idsIn(store: TokenStore): Promise<readonly string[]> {
  return (await store.page({ limit: 1_000_000 })).map(({ id }) => id)
}

/** Collects what is reported as damaged. */
export function damageList(): {
  readonly found: DamagedRecord[]
  readonly onDamaged: (damaged: DamagedRecord) => void
} {
  const found: DamagedRecord[] = []
  return { found, onDamaged: (damaged) => void found.push(damaged) }
}

/** A call fails as calls of a store do, and tells no path. */
export async function expectStoreFailure(call: Promise<unknown>, text: RegExp): Promise<HallpassError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(HallpassError)
  const failure = error as HallpassError
  expect(failure).toMatchObject({ code: 'ERR_STORE', message: expect.stringMatching(text) })
  expect(failure.message).not.toContain('/')
  return failure
}

/** The store has the record, as it is here. */
export async function expectRecord(store: TokenStore, record: TokenRecord): Promise<void> {
  expect(await store.find(record.id)).toEqual(record)
}
