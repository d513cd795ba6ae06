import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TokenStore } from '@hallpass/core'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type DamagedRecord, fileStore } from '../src/index.js'
import { directoryOf, placesIn } from '../src/places.js'
import { damageList, expectRecord, expectStoreFailure, idsIn } from './expectations.js'
import { HARMED, HARMS, type Harm } from './harms.js'
import { newDirectory } from './new-directory.js'

const others = [
  recordOf({ id: idOf(1), subject: 'bob' }),
  recordOf({ id: idOf(3), subject: 'bob', forgetAt: 1 }),
] as const

/** A store with three records, of which the second is harmed. */
async function harmedStore(harm: Harm, onDamaged?: (damaged: DamagedRecord) => void) {
  const directory = newDirectory()
  const store = fileStore(directory, { durability: 'process', ...(onDamaged && { onDamaged }) })
  for (const record of [...others, HARMED]) await store.insert(record)
  const path = directoryOf(placesIn(directory), HARMED.id)
  harm.does(path, join(path, readdirSync(path)[0] ?? ''))
  return { store, path }
}

const truncated = HARMS[0] as Harm

describe('a damaged record', () => {
  it.each(HARMS)('D5 G2 that is $what affects itself alone, and is reported', async (harm) => {
    const { found, onDamaged } = damageList()
    const { store, path } = await harmedStore(harm, onDamaged)
    const failure = await expectStoreFailure(store.find(HARMED.id), harm.told)
    expect(failure.message).toContain(HARMED.id)
    for (const record of others) await expectRecord(store, record)
    expect(await idsIn(store)).toEqual([idOf(1), idOf(3)])
    expect(await store.count('flows', NOW)).toBe(2)
    expect(await store.sweep(NOW, 10)).toBe(1)
    expect(found).toHaveLength(4)
    for (const damaged of found)
      expect(damaged).toMatchObject({ id: HARMED.id, path, what: expect.stringMatching(harm.told) })
  })

  it.each(HARMS)('that is $what takes no new version, and its id is not free', async (harm) => {
    const { store } = await harmedStore(harm, () => {})
    expect(await store.insert(HARMED)).toBe('taken')
    const next = nextOf(nextOf(HARMED))
    expect(await store.replace(next).catch((error: unknown) => error)).not.toBe(true)
    await expect(store.find(HARMED.id)).rejects.toThrow()
  })

  it.each(HARMS.filter(({ told }) => /directory|no version/.test(told.source)))(
    'that is $what is reported by a replace',
    async (harm) => {
      const { found, onDamaged } = damageList()
      const { store, path } = await harmedStore(harm, onDamaged)
      await expectStoreFailure(store.replace(nextOf(HARMED)), harm.told)
      expect(found).toMatchObject([{ id: HARMED.id, path }])
    },
  )

  it('counts as live for a limit, until it expires', async () => {
    const { store } = await harmedStore(truncated, () => {})
    const limits = { now: NOW, total: 3 }
    expect(await store.insert(recordOf({ id: idOf(4) }), limits)).toBe('full')
    expect(await store.insert(recordOf({ id: idOf(4) }), { now: NOW, perSubject: 1 })).toBe('inserted')
    expect(await store.insert(recordOf({ id: idOf(5), subject: 'bob' }), { now: NOW, perSubject: 3 })).toBe('full')
    expect(await store.insert(recordOf({ id: idOf(5) }), { ...limits, now: HARMED.expiresAt })).toBe('inserted')
  })

  it('is not brought back by an earlier version, which may have uses that were spent', async () => {
    const directory = newDirectory()
    const store = fileStore(directory, { durability: 'process', onDamaged: () => {} })
    await store.insert(HARMED)
    await store.replace(closedOf(HARMED, 'consumed'))
    const path = directoryOf(placesIn(directory), HARMED.id)
    truncated.does(path, join(path, readdirSync(path).sort().at(-1) ?? ''))
    await expectStoreFailure(store.find(HARMED.id), truncated.told)
  })

  it('is gone when somebody removes its directory', async () => {
    const { store, path } = await harmedStore(truncated, () => {})
    rmSync(path, { recursive: true })
    expect(await store.find(HARMED.id)).toBeUndefined()
    expect(await store.insert(HARMED)).toBe('inserted')
    await expectRecord(store, HARMED)
  })
})

describe('reports of damage', () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  afterEach(() => warnings.mockClear())

  it('are process warnings where nobody else hears them', async () => {
    const { store, path } = await harmedStore(truncated)
    await expect(store.find(HARMED.id)).rejects.toThrow()
    expect(warnings.mock.calls).toEqual([
      [
        expect.stringMatching(/^the record "0VkS2aQz00000002" is cut off/),
        { type: 'HallpassWarning', code: 'HALLPASS_DAMAGED_RECORD', detail: `It is kept in ${path}` },
      ],
    ])
  })

  it('G11 change nothing where the one who hears them throws', async () => {
    const { store } = await harmedStore(truncated, () => {
      throw new Error('no log today')
    })
    await expectStoreFailure(store.find(HARMED.id), truncated.told)
    expect(await idsIn(store)).toEqual([idOf(1), idOf(3)])
    expect(await sweptWithout(store)).toBe(1)
    expect(warnings).toHaveBeenCalledTimes(3)
  })
})

function sweptWithout(store: TokenStore): Promise<number> {
  return store.sweep(NOW, 10)
}
