import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import { idOf, NOW, nextOf, recordOf, storeContract } from '@hallpass/store-contract'
import { drizzle } from 'drizzle-orm/node-postgres'
import { storeFromUrl } from 'hallpass'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PgBouncer, startPgBouncer } from '../servers/pgbouncer.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { PLACES, SINGLE_USE, USES } from './race.js'
import { type Racers, startRacers } from './racers.js'
import { applicationPool, connectedClient, newFilledDatabase, newStoreDatabase, openStore } from './store-world.js'

/** What is right behind a pooler that gives a connection to another client after each transaction. */
const SHARED = { prepared: false }

describeWith('pgbouncer', 'behind PgBouncer', (pgbouncer) => {
  describeWith('postgres', 'a Postgres store', (program) => {
    let server: PostgresServer
    let bouncer: PgBouncer
    beforeAll(async () => {
      server = await startPostgres(program)
      bouncer = await startPgBouncer(pgbouncer, server, { default_pool_size: '3' })
    })
    afterAll(async () => {
      await bouncer?.end()
      await server.end()
    })

    describe('that prepares nothing', () => {
      let database: string
      let pool: pg.Pool
      beforeAll(async () => {
        database = await server.newDatabase()
        await migrate(bouncer.url(database), SHARED)
        pool = new pg.Pool({ connectionString: bouncer.url(database), connectionTimeoutMillis: 5000 })
      })
      afterAll(() => pool?.end())

      const empty = () =>
        server.run(database, 'delete from hallpass_tokens; delete from hallpass_grants; delete from hallpass_live')

      describe('given a URL', () => {
        it.each(storeContract)('$name', ({ run }) =>
          run(async () => {
            await empty()
            return postgresStore(bouncer.url(database), SHARED)
          }),
        )
      })

      describe('given a drizzle database on a pool', () => {
        it.each(storeContract)('$name', ({ run }) =>
          run(async () => {
            await empty()
            return postgresStore(drizzle({ client: pool }), SHARED)
          }),
        )
      })
    })

    describe('raced for by four processes', () => {
      let racers: Racers
      beforeAll(async () => {
        racers = await startRacers(4)
      })
      afterAll(() => racers?.end())

      it('has one winner of each single-use token', async () => {
        const database = await newStoreDatabase(server)
        const store = openStore(server.url(database))
        for (let number = 0; number < SINGLE_USE; number++)
          await store.insert(recordOf({ id: idOf(number), uses: 1, usesLeft: 1 }))
        const { won, errors } = await racers.race(bouncer.url(database), 'consume', false)
        expect(errors).toEqual([])
        expect(won.sort()).toEqual(Array.from({ length: SINGLE_USE }, (_, number) => idOf(number)))
      })

      it('has every use of one token spent once', async () => {
        const database = await newStoreDatabase(server)
        await openStore(server.url(database)).insert(recordOf({ id: idOf(0), uses: USES, usesLeft: USES }))
        const { won, errors } = await racers.race(bouncer.url(database), 'spend', false)
        expect(errors).toEqual([])
        expect(won.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: USES }, (_, index) => index + 1))
      })

      it('C2 mints up to the limit, and never beyond, on tables that all of them make at once', async () => {
        const database = await server.newDatabase()
        const { won, errors } = await racers.race(bouncer.url(database), 'mint', false)
        expect(errors).toEqual([])
        expect(new Set(won).size).toBe(PLACES)
        expect(await openStore(server.url(database)).count('flows', NOW)).toBe(PLACES)
      })
    })

    it('is opened by a URL that says prepared=false, and makes its tables', async () => {
      const url = bouncer.url(await server.newDatabase())
      const store = await storeFromUrl(`${url}?prepared=false`)
      expect(await store.insert(recordOf())).toBe('inserted')
      await store.close()
      const without = [storeFromUrl(url), storeFromUrl(`${url}?prepared=true`)]
      for (const opened of without) await expect(opened).rejects.toMatchObject(REFUSED_TIMES)
    })

    it('is refused where it would prepare and hold its times on the server, and told what to say', async () => {
      const url = bouncer.url(await newFilledDatabase(server))
      await expect(openStore(url).find(idOf(1))).rejects.toMatchObject(REFUSED_TIMES)
      await expect(migrate(url)).rejects.toMatchObject(REFUSED_TIMES)
    })

    it('fails where it prepares on connections that others have too, and says so', async () => {
      const database = await newFilledDatabase(server)
      const alone = await startPgBouncer(pgbouncer, server, { default_pool_size: '1' })
      onTestFinished(() => alone.end())
      const [one, other] = [1, 2].map(() => postgresStore(applicationPool(alone.url(database))))
      expect(await one?.find(idOf(1))).toBeDefined()
      await expect(other?.find(idOf(1))).rejects.toMatchObject({
        code: 'ERR_STORE',
        message: 'a prepared statement is there already; behind a pooler that shares connections, say prepared: false',
      })
    })

    it('prepares on a pool of the application where each client has a connection to itself, by the session', async () => {
      const database = await newFilledDatabase(server)
      const bySession = await startPgBouncer(pgbouncer, server, { pool_mode: 'session' })
      onTestFinished(() => bySession.end())
      await expect(openStore(bySession.url(database)).find(idOf(1))).rejects.toMatchObject(REFUSED_TIMES)
      for (const store of [1, 2].map(() => postgresStore(applicationPool(bySession.url(database)))))
        for (let times = 0; times < 3; times++) expect(await store.find(idOf(1))).toEqual(recordOf())
    })

    it('is refused where a write would be answered before it is on the disk: it cannot settle that for all', async () => {
      const database = await newStoreDatabase(server)
      await server.run(database, `alter database ${database} set synchronous_commit = off`)
      const message = expect.stringMatching(/^synchronous_commit is off/)
      for (const store of [
        openStore(bouncer.url(database), SHARED),
        postgresStore(applicationPool(bouncer.url(database)), SHARED),
      ])
        await expect(store.insert(recordOf())).rejects.toMatchObject({ code: 'ERR_STORE', message })
    })

    it('G6 waits for a lock no longer than the database says', async () => {
      const database = await newFilledDatabase(server)
      await server.run(database, `alter database ${database} set lock_timeout = '200ms'`)
      const holder = await connectedClient(server.url(database))
      await holder.query('begin; select * from hallpass_tokens for update')
      const store = openStore(bouncer.url(database), { ...SHARED, statementTimeout: 30_000 })
      const message = 'a lock in the Postgres database did not come in time'
      await expect(store.replace(nextOf(recordOf()))).rejects.toMatchObject({ code: 'ERR_STORE', message })
    })

    it('G6 waits for an answer no longer than it says, and goes on', async () => {
      const database = await newFilledDatabase(server)
      const holder = await connectedClient(server.url(database))
      await holder.query('begin; select * from hallpass_tokens for update')
      const store = openStore(bouncer.url(database), { ...SHARED, statementTimeout: 600 })
      const message = 'the Postgres server did not answer within statementTimeout, 600 ms'
      const calls = Array.from({ length: 6 }, () => store.replace(nextOf(recordOf())))
      for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: { message } })
      await expect.poll(() => store.find(idOf(1)).catch(() => 'late'), { timeout: 20_000 }).toEqual(recordOf())
    })
  })
})

const REFUSED_TIMES = {
  code: 'ERR_STORE',
  message:
    'a pooler in front of Postgres refuses the times of the store; behind a pooler that shares connections, say prepared: false',
}
