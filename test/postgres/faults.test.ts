import type { TokenStore } from '@hallpass/core'
import { postgresStore } from '@hallpass/drizzle/postgres'
import { closedOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { applicationPool, connectedClient, newFilledDatabase, openStore, proxied } from './store-world.js'

/** Long enough for a busy machine to find a record where nothing is wrong. */
const TIMES = { connectTimeout: 2000, statementTimeout: 2500, lockTimeout: 1000 }
const LIMITS = { now: NOW, total: 9 }

/** How much later than its time an answer may come, on a busy machine. */
const SLACK = 15_000

describeWith('postgres', 'a Postgres store whose server', (program) => {
  let server: PostgresServer
  let database: string
  beforeAll(async () => {
    server = await startPostgres(program)
    database = await newFilledDatabase(server)
  })
  afterAll(() => server.end())

  /** A store of its own connections, and one on the pool of an application, each with a connection that lies idle. */
  const bothStores = async (url: string) => {
    const stores = [openStore(url, TIMES), postgresStore(applicationPool(url), TIMES)]
    for (const store of stores) expect(await store.find(idOf(1))).toBeDefined()
    return stores
  }

  it('G6 is stopped refuses in time, and works when the server is there again', async () => {
    const stores = await bothStores(server.url(database))
    await server.stop()
    for (const store of stores) await expectAllRefused(store)
    await server.start()
    for (const store of stores) expect(await store.find(idOf(1))).toBeDefined()
  })

  it('G6 is restarted behind its back finds its record over a new connection', async () => {
    const stores = await bothStores(server.url(database))
    await server.stop('immediate')
    await server.start()
    for (const store of stores) expect(await store.find(idOf(1))).toBeDefined()
  })

  it('G6 is frozen refuses in time, and works when the server goes on', async () => {
    const stores = await bothStores(server.url(database))
    server.freeze()
    for (const store of stores) await expectAllRefused(store)
    server.thaw()
    await expectAllWell(stores)
  })

  it('G6 is behind a network that swallows answers refuses in time, and works when it is whole again', async () => {
    const proxy = await proxied(server)
    const stores = await bothStores(server.url(database, proxy.port))
    proxy.swallow(true)
    for (const store of stores) await expectAllRefused(store)
    proxy.swallow(false)
    await expectAllWell(stores)
  })

  it('G6 ends idle connections, and those at work, does not end the process', async () => {
    const stores = await bothStores(server.url(database))
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`
    await server.run(database, end)
    for (const store of stores) expect(await store.find(idOf(1))).toBeDefined()
    const holder = await connectedClient(server.url('postgres'))
    const finds = stores.flatMap((store) => Array.from({ length: 20 }, () => outcomeOf(store.find(idOf(1)))))
    await holder.query(end.replace('pg_backend_pid()', '0'))
    for (const outcome of await Promise.all(finds)) expect(outcome.code ?? 'ERR_STORE').toBe('ERR_STORE')
    for (const store of stores) expect(await store.find(idOf(1))).toBeDefined()
  })
})

async function expectAllWell(stores: readonly TokenStore[]): Promise<void> {
  for (const store of stores) await expect.poll(() => store.find(idOf(1))).toBeDefined()
}

/** Each method throws ERR_STORE within its time. */
async function expectAllRefused(store: TokenStore): Promise<void> {
  const calls = [
    () => store.find(idOf(1)),
    () => store.insert(recordOf({ id: idOf(50) })),
    () => store.insert(recordOf({ id: idOf(51) }), LIMITS),
    () => store.replace(closedOf(recordOf({ id: idOf(52) }))),
    () => store.page({ limit: 5 }),
    () => store.count('flows', NOW),
    () => store.sweep(1, 5),
  ]
  const outcomes = await Promise.all(calls.map((call) => outcomeOf(call())))
  for (const { code, took } of outcomes) {
    expect(code).toBe('ERR_STORE')
    expect(took).toBeLessThan(TIMES.connectTimeout + TIMES.statementTimeout + SLACK)
  }
}

async function outcomeOf(call: Promise<unknown>): Promise<{ code?: string; took: number }> {
  const begun = performance.now()
  try {
    await call
    return { took: performance.now() - begun }
  } catch (error) {
    return { code: (error as { code: string }).code, took: performance.now() - begun }
  }
}
