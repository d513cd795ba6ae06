import { cpSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HallpassError, type TokenRecord, type TokenStore } from '@hallpass/core'
import { grantOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { fileStoreOn } from '../src/file-store.js'
import { fileStore } from '../src/index.js'
import { directoryOf, placesIn } from '../src/places.js'
import { textOf } from '../src/record/record-text.js'
import { damageList, idsIn } from './expectations.js'
import { withEachFault } from './faults.js'
import { newDirectory } from './new-directory.js'

const due = recordOf({ id: idOf(1), forgetAt: 1 })
const kept = recordOf({ id: idOf(2), subject: 'alice' })
const added = recordOf({ id: idOf(3) })
const often = recordOf({ id: idOf(4), version: 256, grants: [grantOf({ scope: 'other' })] })
const LIMITS = { now: NOW, total: 3 }

let template: string
beforeEach(async () => {
  template = newDirectory()
  const store = fileStore(template)
  for (const record of [due, kept, { ...often, version: 1 }]) await store.insert(record)
  const directory = directoryOf(placesIn(template), often.id)
  const [first = ''] = readdirSync(directory)
  writeFileSync(join(directory, first.replace(/^1-/, '256-')), textOf(often), { mode: 0o600 })
})

/** A call that may fail half-way, and what is so afterwards, whatever it answered. */
interface Operation {
  readonly what: string
  readonly call: (store: TokenStore) => Promise<unknown>
  /** What the call answers where it does not fail. */
  readonly answers: readonly unknown[]
  readonly after: (store: TokenStore, answer: unknown) => Promise<void>
}

const OPERATIONS: readonly Operation[] = [
  {
    what: 'insert',
    call: (store) => store.insert(added),
    answers: ['inserted'],
    after: async (store, answer) => {
      await expectWholeOrNot(store, added, answer)
      expect(await store.insert(added)).toMatch(answer ? /^taken$/ : /^(inserted|taken)$/)
      expect(await idsIn(store)).toEqual([1, 2, 3, 4].map(idOf))
    },
  },
  {
    what: 'insert with limits',
    call: (store) => store.insert(added, LIMITS),
    answers: ['inserted'],
    after: async (store, answer) => {
      await expectWholeOrNot(store, added, answer)
      await store.insert(added, LIMITS)
      expect(await store.insert(recordOf({ id: idOf(5) }), LIMITS)).toBe('full')
      expect(await store.count('flows', NOW)).toBe(3)
    },
  },
  {
    what: 'insert that finds no room',
    call: (store) => store.insert(added, { now: NOW, total: 2 }),
    answers: ['full'],
    after: async (store) => expect(await idsIn(store)).toEqual([1, 2, 4].map(idOf)),
  },
  {
    what: 'replace',
    call: (store) => store.replace(nextOf(kept)),
    answers: [true],
    after: async (store, answer) => {
      if (answer) expect(await store.find(kept.id)).toEqual(nextOf(kept))
      await store.replace(nextOf(kept))
      expect(await store.find(kept.id)).toEqual(nextOf(kept))
    },
  },
  {
    what: 'replace that begins another directory',
    call: (store) => store.replace(nextOf(often)),
    answers: [true],
    after: async (store, answer) => {
      if (answer) expect(await store.find(often.id)).toEqual(nextOf(often))
      await store.replace(nextOf(often))
      expect(await store.find(often.id)).toEqual(nextOf(often))
    },
  },
  {
    what: 'sweep',
    call: (store) => store.sweep(NOW, 10),
    answers: [0, 1],
    after: async (store, answer) => {
      if (answer === 1) expect(await store.find(due.id)).toBeUndefined()
      await store.sweep(NOW, 10)
      expect(await idsIn(store)).toEqual([2, 4].map(idOf))
    },
  },
]

const READS: readonly (readonly [what: string, call: (store: TokenStore) => Promise<unknown>])[] = [
  ['find', (store) => store.find(kept.id)],
  ['page', async (store) => (await store.page({ limit: 10 })).map(({ id }) => id)],
  ['page by a subject', async (store) => (await store.page({ limit: 10, subject: 'alice' })).map(({ id }) => id)],
  ['count', (store) => store.count('flows', NOW)],
]

describe('G2 each call of the file system that fails, by turn, in', () => {
  it.each(OPERATIONS)('$what leaves all or nothing, and nothing that stays', async ({ call, answers, after }) => {
    const faults = await withEachFault(
      ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EROFS'],
      async (fault, { fs, failed }) => {
        const directory = newDirectory()
        cpSync(template, directory, { recursive: true })
        const { found, onDamaged } = damageList()
        const faulty = fileStoreOn(fs, directory, { onDamaged })
        const answer = await call(faulty).catch((error: unknown) => expectClean(error, directory))
        if (answer !== undefined) expect(answers, `${JSON.stringify(fault)} ${failed()}`).toContain(answer)
        if (answer === 0) expect(found).toHaveLength(1)
        const healthy = damageList()
        const store = fileStore(directory, { durability: 'process', onDamaged: healthy.onDamaged })
        await after(store, answer)
        expect(await store.find(kept.id)).toMatchObject({ id: kept.id, subject: 'alice' })
        await expectNothingLeft(store, directory)
        expect(healthy.found).toEqual([])
      },
    )
    expect(faults).toBeGreaterThan(8)
  })

  it('the first insert of all leaves all or nothing, and the next goes well', async () => {
    const faults = await withEachFault(['ENOSPC', 'EACCES'], async (_, { fs }) => {
      const directory = newDirectory()
      const faulty = fileStoreOn(fs, directory)
      const answer = await faulty.insert(added, LIMITS).catch((error: unknown) => expectClean(error, directory))
      const store = fileStore(directory, { durability: 'process' })
      await expectWholeOrNot(store, added, answer)
      if (answer === undefined) expect(await faulty.insert(added, LIMITS)).toMatch(/^(inserted|taken)$/)
      expect(await store.find(added.id)).toEqual(added)
      await expectNothingLeft(store, directory)
    })
    expect(faults).toBeGreaterThan(30)
  })

  it.each(READS)('%s is a failure of the store, or the damage of one record', async (_, call) => {
    const expected = await call(fileStore(template))
    const faults = await withEachFault(['EIO', 'EACCES', 'EMFILE'], async (fault, { fs }) => {
      const { found, onDamaged } = damageList()
      const answer = await call(fileStoreOn(fs, template, { onDamaged })).catch((error) => expectClean(error, template))
      if (fault.code === 'EMFILE') expect(found).toEqual([])
      if (answer !== undefined && found.length === 0) expect(answer).toEqual(expected)
      if (found.length > 0) expect(answer).not.toEqual(expected)
    })
    expect(faults).toBeGreaterThan(5)
  })
})

/** A new record is there whole, or not at all; it is there where the call said so. */
async function expectWholeOrNot(store: TokenStore, record: TokenRecord, answer: unknown): Promise<void> {
  const found = await store.find(record.id)
  if (answer !== undefined || found !== undefined) expect(found).toEqual(record)
}

function expectClean(error: unknown, directory: string): undefined {
  expect(error).toBeInstanceOf(HallpassError)
  const { code, message, cause } = error as HallpassError
  expect(code).toBe('ERR_STORE')
  expect(message).not.toContain(directory)
  expect(cause).toBeInstanceOf(Error)
  return undefined
}

/** What failures left aside is swept once it is stale. */
async function expectNothingLeft(store: TokenStore, directory: string): Promise<void> {
  const { scratch, gone } = placesIn(directory)
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  for (const name of readdirSync(scratch)) utimesSync(join(scratch, name), longAgo, longAgo)
  await store.sweep(0, 10)
  expect([readdirSync(scratch), readdirSync(gone)]).toEqual([[], []])
}
