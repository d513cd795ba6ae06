import { closedOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { type FilledStore, filledStore } from './filled-store.js'
import { actions, takeAction } from './limited-actions.js'
import { newPath } from './new-path.js'
import { openClient, openStore } from './open.js'

describe('the limits of the SQLite store', () => {
  it('C10 cost the same among 100,000 live records as among 100', async () => {
    const few = await filledStore(100)
    const many = await filledStore(100_000)
    for (const limits of [{ total: 1_000_000, perSubject: 1_000_000 }, { total: 10 }, undefined])
      expect(await ratio(many, few, limits)).toBeLessThan(3)
  })

  it('C2 are exact whatever comes, closes, expires and is swept, and whichever clock tells the time', async () => {
    await fc.assert(
      fc.asyncProperty(actions, async (steps) => {
        const stores = { store: sqliteStore(':memory:'), model: new Map() }
        for (const [index, step] of steps.entries()) await takeAction(stores, step, idOf(index))
        await stores.store.close()
      }),
      { numRuns: 200 },
    )
  })

  it('C2 are exact where a scope gets its limits late', async () => {
    const store = openStore(':memory:')
    for (let number = 0; number < 10; number++)
      await store.insert(recordOf({ id: idOf(number), subject: `s${number % 2}`, expiresAt: NOW + number }))
    await store.replace(closedOf(recordOf({ id: idOf(9), subject: 's1', expiresAt: NOW + 9 })))
    const next = recordOf({ id: idOf(20), subject: 's0' })
    expect(await store.insert(next, { now: NOW + 4, total: 4 })).toBe('full')
    expect(await store.insert(next, { now: NOW + 4, perSubject: 2 })).toBe('full')
    expect(await store.insert(next, { now: NOW + 4, total: 5, perSubject: 3 })).toBe('inserted')
  })

  it('forget a subject that has no live record any more', async () => {
    const path = newPath()
    const store = openStore(path)
    const subjects = openClient(path).prepare('select whose from hallpass_live_subjects').pluck()
    for (const number of [1, 2, 3]) await store.insert(limited(number), { now: NOW, perSubject: 2 })
    expect(subjects.all()).toEqual(['=subject 1', '=subject 2', '=subject 3'])
    await store.replace(closedOf(limited(1)))
    expect(subjects.all()).toEqual(['=subject 2', '=subject 3'])
    await store.sweep(10, 10)
    expect(subjects.all()).toEqual([])
  })

  it('forget a subject whose last record expired before it was swept', async () => {
    const path = newPath()
    const store = openStore(path)
    const subjects = openClient(path).prepare('select whose, live from hallpass_live_subjects').raw()
    for (const number of [1, 2, 3])
      await store.insert(recordOf({ id: idOf(number), subject: `s${number % 2}`, expiresAt: NOW + number }), {
        now: NOW,
        total: 9,
      })
    await store.insert(recordOf({ id: idOf(4) }), { now: NOW + 2, total: 9 })
    expect(subjects.all()).toEqual([
      ['', 1],
      ['=s1', 1],
    ])
    await store.insert(recordOf({ id: idOf(5), subject: 's0' }), { now: NOW + 1, total: 9 })
    expect(subjects.all()).toEqual([
      ['', 1],
      ['=s0', 2],
      ['=s1', 1],
    ])
  })
})

function limited(number: number) {
  return recordOf({ id: idOf(number), subject: `subject ${number}`, forgetAt: number })
}

/** How much longer an insert takes in the one than in the other: the median of pairs, taken in turn. */
async function ratio(
  one: FilledStore,
  other: FilledStore,
  limits: Parameters<FilledStore['time']>[0],
): Promise<number> {
  const ratios: number[] = []
  for (let pair = 0; pair < 200; pair++) ratios.push((await one.time(limits)) / (await other.time(limits)))
  return ratios.sort((a, b) => a - b)[100] ?? Number.NaN
}
