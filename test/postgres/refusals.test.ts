import { inspect } from 'node:util'
import { HallpassError } from '@hallpass/core'
import { postgresStore } from '@hallpass/drizzle/postgres'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { applicationPool, connectedClient, newFilledDatabase, newStoreDatabase, openStore } from './store-world.js'

/** Long enough for a busy machine to do what nothing is in the way of. */
const TIMES = { connectTimeout: 2000, statementTimeout: 3000, lockTimeout: 500 }

/** How much later than its time an answer may come, on a busy machine. */
const SLACK = 15_000

describeWith('postgres', 'a Postgres store', (program) => {
  let server: PostgresServer
  let database: string
  beforeAll(async () => {
    server = await startPostgres(program)
    database = await newFilledDatabase(server)
  })
  afterAll(() => server.end())

  it('G6 lets no more calls wait for a connection than it says, and those not for long', async () => {
    const pool = applicationPool(server.url(database), { max: 2 })
    const store = postgresStore(drizzle({ client: pool }), { ...TIMES, connectTimeout: 1000, maxWaiting: 50 })
    const held = await Promise.all([pool.connect(), pool.connect()])
    const begun = performance.now()
    const told = await Promise.all(Array.from({ length: 200 }, () => failureOf(store.find(idOf(1)))))
    expect(performance.now() - begun).toBeLessThan(1000 + SLACK)
    expect(tally(told.map(({ message }) => message))).toEqual({
      '50 calls wait for a Postgres connection already, which is maxWaiting': 150,
      'no Postgres connection came within connectTimeout, 1000 ms': 50,
    })
    expect(pool.waitingCount).toBeLessThanOrEqual(50)
    for (const client of held) client.release()
    expect(await store.find(idOf(1))).toBeDefined()
    expect(pool.waitingCount).toBe(0)
  })

  it('G6 answers right where the database serialises: others that were first are no failure', async () => {
    const strict = await newStoreDatabase(server)
    await server.run(strict, `alter database ${strict} set default_transaction_isolation = 'serializable'`)
    const store = openStore(server.url(strict))
    for (let number = 0; number < 10; number++) {
      await store.insert(recordOf({ id: idOf(number) }))
      const rivals = Array.from({ length: 8 }, () => store.replace(closedOf(recordOf({ id: idOf(number) }))))
      expect((await Promise.all(rivals)).filter(Boolean)).toHaveLength(1)
    }
    const limits = { now: NOW, total: 5 }
    const mints = Array.from({ length: 20 }, (_, number) => store.insert(recordOf({ id: idOf(100 + number) }), limits))
    expect(tally(await Promise.all(mints))).toEqual({ inserted: 5, full: 15 })
  })

  describe('behind a lock that somebody holds', () => {
    it('G6 refuses after lockTimeout, and the row is as it was', async () => {
      const store = openStore(server.url(database), TIMES)
      const holder = await connectedClient(server.url(database))
      await holder.query('begin; select * from hallpass_tokens for update')
      const error = await failureOf(store.replace(nextOf(recordOf())))
      await holder.query('rollback')
      expect(error.message).toBe('a lock in the Postgres database did not come in time')
      expect(await store.find(idOf(1))).toEqual(recordOf())
    })

    it('G6 refuses a mint with limits after lockTimeout, on whichever connections', async () => {
      const holder = await connectedClient(server.url(database))
      await holder.query('begin; lock table hallpass_live')
      for (const store of [
        openStore(server.url(database), TIMES),
        postgresStore(applicationPool(server.url(database)), TIMES),
      ]) {
        const error = await failureOf(store.insert(recordOf({ id: idOf(2) }), { now: NOW, total: 9 }))
        expect(error.message).toBe('a lock in the Postgres database did not come in time')
        expect(await store.find(idOf(2))).toBeUndefined()
      }
      await holder.query('rollback')
    })

    it('G6 leaves nobody waiting on the server, where its connections are an application’s', async () => {
      const store = postgresStore(applicationPool(server.url(database), { max: 4 }), TIMES)
      const holder = await connectedClient(server.url(database))
      await holder.query('begin; select * from hallpass_tokens for update')
      const errors = await Promise.all([1, 2, 3, 4].map(() => failureOf(store.replace(nextOf(recordOf())))))
      for (const { message } of errors)
        expect(message).toBe('the Postgres server did not answer within statementTimeout, 3000 ms')
      const waiting = `select count(*)::int as number from pg_stat_activity where datname = '${database}' and wait_event_type = 'Lock'`
      await expect.poll(() => server.run('postgres', waiting)).toEqual([{ number: 0 }])
      await holder.query('rollback')
      expect(await store.find(idOf(1))).toEqual(recordOf())
    })
  })

  it.each([
    [
      'that is read-only',
      'alter database :name set default_transaction_read_only = on',
      'the Postgres database is read-only; is it a replica?',
    ],
    [
      'that lacks a table',
      'drop table hallpass_tokens',
      'the Postgres database lacks a table of the store; run migrate() of @hallpass/drizzle/postgres',
    ],
    [
      'that lacks a column',
      'alter table hallpass_tokens drop column roles',
      'a table of the store lacks a column; run migrate() of @hallpass/drizzle/postgres',
    ],
  ])('G6 refuses on a database %s', async (_, sql, message) => {
    const harmed = await newStoreDatabase(server)
    await server.run(harmed, sql.replaceAll(':name', harmed))
    const error = await failureOf(openStore(server.url(harmed)).insert(recordOf()))
    expect(error).toMatchObject({ code: 'ERR_STORE', message })
  })

  it('refuses connections that forget: synchronous_commit is off; its own it sets right', async () => {
    const hasty = await newStoreDatabase(server)
    await server.run(hasty, `alter database ${hasty} set synchronous_commit = off`)
    const error = await failureOf(postgresStore(applicationPool(server.url(hasty))).insert(recordOf()))
    expect(error.message).toMatch(/^synchronous_commit is off/)
    const own = openStore(server.url(hasty), { connections: 1 })
    expect(await own.insert(recordOf())).toBe('inserted')
  })

  it('prepares anew where the application has thrown away what was prepared', async () => {
    const pool = applicationPool(server.url(database), { max: 1 })
    const store = postgresStore(pool)
    const nobody = nextOf(recordOf({ id: idOf(77) }))
    expect(await store.replace(nobody)).toBe(false)
    expect(await store.find(idOf(1))).toBeDefined()
    await pool.query('discard all')
    expect(await store.replace(nobody)).toBe(false)
    expect(await store.find(idOf(1))).toBeDefined()
  })

  it('F10 tells neither SQL nor URL nor digest, in whatever is shown of the error', async () => {
    const harmed = await newStoreDatabase(server)
    await server.run(harmed, 'alter table hallpass_tokens add check (version < 0)')
    const record = recordOf({ bindings: { session: 'canary-of-bindings' } })
    for (const limits of [undefined, { now: NOW, total: 1 }]) {
      const error = await failureOf(openStore(server.url(harmed)).insert(record, limits))
      const shown = inspect(
        { ...error, text: error.message, stack: error.stack, cause: error.cause },
        { depth: 9, showHidden: true },
      )
      expect(error.cause).toMatchObject({ code: '23514', table: 'hallpass_tokens' })
      for (const secret of [record.digest, 'canary', 'insert into', 'postgres://', String(server.port)])
        expect(shown).not.toContain(secret)
    }
  })

  it('F10 tells no address where the server is not there', async () => {
    const error = await failureOf(openStore('postgres://somebody:secret@127.0.0.1:1/nowhere').find(idOf(1)))
    expect(error.message).toBe('the Postgres server cannot be reached')
    expect(inspect(error, { depth: 9 })).not.toContain('secret')
  })
})

async function failureOf(call: Promise<unknown>): Promise<HallpassError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(HallpassError)
  return error as HallpassError
}

function tally(answers: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
  return counts
}
