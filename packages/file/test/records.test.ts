import type { TokenRecord } from '@hallpass/core'
import { idOf, nextOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { expectStoreFailure, idsIn } from './expectations.js'
import { newDirectory } from './new-directory.js'

/** What could not be read again. */
const UNFIT: readonly (readonly [what: string, change: object, told: RegExp])[] = [
  ['a time that is no number', { expiresAt: Number.NaN }, /"expiresAt" is not what it must be/],
  ['a time without an end', { forgetAt: Number.POSITIVE_INFINITY }, /"forgetAt"/],
  ['a version that is no whole number', { version: 1.5 }, /"version"/],
  ['a member that is missing', { digest: undefined }, /"digest"/],
  ['closed, and not why', { state: 'closed' }, /"closedAs"/],
  ['more than a file may have', { metadata: { large: 'x'.repeat(2 ** 24) } }, /at most 16777216 bytes, got/],
]

describe('a record with', () => {
  it.each(UNFIT)('%s is refused, and nothing is written', async (_, change, told) => {
    const store = fileStore(newDirectory())
    await store.insert(recordOf())
    await expectStoreFailure(store.insert({ ...recordOf({ id: idOf(2) }), ...change } as TokenRecord), told)
    if (!('version' in change))
      await expectStoreFailure(store.replace({ ...nextOf(recordOf()), ...change } as TokenRecord), told)
    expect(await idsIn(store)).toEqual([idOf(1)])
    expect(await store.find(idOf(1))).toEqual(recordOf())
  })

  it('members that a later release knows is read, with them', async () => {
    const store = fileStore(newDirectory())
    const later = { ...recordOf(), colour: 'green' }
    await store.insert(later)
    expect(await store.find(later.id)).toEqual(later)
  })
})
