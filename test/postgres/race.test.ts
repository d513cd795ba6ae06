import { grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { MIXED, OF_SUBJECT, PLACES, SCOPES, SINGLE_USE, USES } from './race.js'
import { type Racers, startRacers } from './racers.js'
import { newStoreDatabase, openStore } from './store-world.js'

describeWith('postgres', 'four processes on one Postgres database', (program) => {
  let server: PostgresServer
  let racers: Racers
  beforeAll(async () => {
    server = await startPostgres(program)
    racers = await startRacers(4)
  })
  afterAll(async () => {
    racers.end()
    await server.end()
  })

  it('have one winner of each single-use token', async () => {
    const url = server.url(await newStoreDatabase(server))
    const store = openStore(url)
    for (let number = 0; number < SINGLE_USE; number++)
      await store.insert(recordOf({ id: idOf(number), uses: 1, usesLeft: 1 }))
    const { won, errors } = await racers.race(url, 'consume')
    expect(errors).toEqual([])
    expect(won.sort()).toEqual(Array.from({ length: SINGLE_USE }, (_, number) => idOf(number)))
    expect(await store.count('flows', NOW)).toBe(0)
  })

  it('spend every use of one token once', async () => {
    const url = server.url(await newStoreDatabase(server))
    const store = openStore(url)
    await store.insert(recordOf({ id: idOf(0), uses: USES, usesLeft: USES }))
    const { won, errors } = await racers.race(url, 'spend')
    expect(errors).toEqual([])
    expect(won.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: USES }, (_, index) => index + 1))
    expect(await store.find(idOf(0))).toMatchObject({ usesLeft: 0, version: USES + 1 })
  })

  it('C2 mint up to the limit, and never beyond, on tables that all of them make at once', async () => {
    const url = server.url(await server.newDatabase())
    const { won, errors } = await racers.race(url, 'mint')
    expect(errors).toEqual([])
    expect(won).toHaveLength(PLACES)
    expect(new Set(won).size).toBe(PLACES)
    const store = openStore(url)
    expect(await store.count('flows', NOW)).toBe(PLACES)
    const subjects = (await store.page({ limit: 100 })).map(({ subject }) => subject)
    for (const subject of new Set(subjects))
      expect(subjects.filter((other) => other === subject).length).toBeLessThanOrEqual(OF_SUBJECT)
  })

  it('C2 count those who mint without the limit, so that who has it never goes past it', async () => {
    const url = server.url(await newStoreDatabase(server))
    const { won, errors } = await racers.race(url, 'mixed')
    expect(errors).toEqual([])
    expect(won).toHaveLength(4 * MIXED * SCOPES.length)
    const store = openStore(url)
    const limits = { now: NOW + 1, total: 4 * MIXED }
    const late = SCOPES.map((scope, place) => recordOf({ id: idOf(10_000 + place), grants: [grantOf({ scope })] }))
    const told = await Promise.all(late.map((record) => store.insert(record, limits)))
    expect(told).toEqual(SCOPES.map(() => 'full'))
  })
})
