import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import Driver from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newDirectory } from '../new-directory.js'
import { messageOf, startChild } from './child.js'
import { PLACES, type RaceName, SINGLE_USE, USES } from './race.js'
import type { Finish } from './racer.js'

const RACERS = 8

describe('eight processes on one SQLite database', () => {
  it('G4 have one winner of each single-use token, and none hears of a lock', async () => {
    const path = `${newDirectory()}/tokens.db`
    const store = sqliteStore(path)
    for (let number = 0; number < SINGLE_USE; number++)
      await store.insert(recordOf({ id: idOf(number), uses: 1, usesLeft: 1 }))
    const won = await race(path, 'consume')
    expect(won.sort()).toEqual(Array.from({ length: SINGLE_USE }, (_, number) => idOf(number)))
    expect(await store.count('flows', NOW)).toBe(0)
    await store.close()
  })

  it('G4 spend every use of one token once', async () => {
    const path = `${newDirectory()}/tokens.db`
    const store = sqliteStore(path)
    await store.insert(recordOf({ id: idOf(0), uses: USES, usesLeft: USES }))
    const won = await race(path, 'spend')
    expect(won.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: USES }, (_, index) => index + 1))
    expect(await store.find(idOf(0))).toMatchObject({ usesLeft: 0, version: USES + 1 })
    await store.close()
  })

  it('C2 never mint beyond a limit, on a database that all of them make at once', async () => {
    const path = `${newDirectory()}/tokens.db`
    const won = await race(path, 'mint')
    expect(won).toHaveLength(PLACES)
    expect(new Set(won).size).toBe(PLACES)
    const store = sqliteStore(path)
    expect(await store.count('flows', NOW)).toBe(PLACES)
    for (let racer = 0; racer < RACERS; racer++)
      expect((await store.page({ limit: 100, subject: `subject ${racer}` })).length).toBeLessThanOrEqual(10)
    await store.close()
    expect(new Driver(path).pragma('integrity_check', { simple: true })).toBe('ok')
  })
})

/** What all racers won together. */
async function race(path: string, name: RaceName): Promise<string[]> {
  const racers = await Promise.all(
    Array.from({ length: RACERS }, (_, racer) => startChild('./racer.ts', [path, name, `${racer}`])),
  )
  const finishes = racers.map((racer) => messageOf<Finish>(racer))
  for (const racer of racers) racer.send('go')
  const told = await Promise.all(finishes)
  expect(told.flatMap(({ error }) => error ?? [])).toEqual([])
  return told.flatMap(({ won }) => won)
}
