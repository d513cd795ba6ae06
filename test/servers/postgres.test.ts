import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from './postgres.js'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js'

describeWith('postgres', 'a Postgres of the tests', (program) => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(program)
  })
  afterAll(() => server.end())

  it('makes a database for each who asks', async () => {
    const [one, other] = [await server.newDatabase(), await server.newDatabase('LOCALE "C" TEMPLATE template0')]
    await server.run(one, 'create table a (b int); insert into a values (1)')
    expect(await server.run(one, 'select b from a')).toEqual([{ b: 1 }])
    await expect(server.run(other, 'select b from a')).rejects.toThrow('does not exist')
  })

  it.each(['fast', 'immediate', 'killed'] as const)(
    'is stopped (%s) and started again with what it had',
    async (how) => {
      const database = await server.newDatabase()
      await server.run(database, 'create table kept (b int); checkpoint')
      await server.stop(how)
      await expect(server.run(database, 'select 1')).rejects.toThrow('ECONNREFUSED')
      await server.start()
      expect(await server.run(database, 'select * from kept')).toEqual([])
    },
  )

  it('answers nothing while it is frozen', async () => {
    const client = await connected(server.url('postgres'))
    server.freeze()
    let answered = false
    const answer = client.query('select 1').then(() => {
      answered = true
    })
    await expect(connected(server.url('postgres'), 200)).rejects.toThrow('timeout')
    expect(answered).toBe(false)
    server.thaw()
    await answer
    await client.end()
  })

  it('is cut behind a proxy before a statement, after it, or before its answer', async () => {
    const database = await server.newDatabase()
    await server.run(database, 'create table a (b text)')
    const proxy = await startTcpProxy(server.port)
    for (const moment of ['unsent', 'answered', 'sent'] as const) {
      const client = await connected(server.url(database, proxy.port))
      const cut = proxy.cutAt('insert into', moment)
      await expect(client.query(`insert into a values ('${moment}')`)).rejects.toThrow()
      await cut
    }
    const kept = (await server.run(database, 'select b from a')).map(({ b }) => b)
    expect(kept.filter((moment) => moment !== 'sent')).toEqual(['answered'])
    expect(proxy.accepted()).toBe(3)
    await proxy.close()
  })

  it('is late, silent or out of reach behind a proxy, and then there again', async () => {
    const proxy = await startTcpProxy(server.port)
    const url = server.url('postgres', proxy.port)
    const client = await connected(url)
    proxy.delay(50)
    const begun = performance.now()
    await client.query('select 1')
    expect(performance.now() - begun).toBeGreaterThan(45)
    proxy.delay(0)
    await refusedAndBack(proxy, url)
    await swallowedAndBack(proxy, url, client)
    await expect.poll(proxy.open).toBe(1)
    await proxy.close()
    await expect(client.query('select 1')).rejects.toThrow()
  })
})

async function refusedAndBack(proxy: TcpProxy, url: string): Promise<void> {
  await proxy.refuse(true)
  await expect(connected(url)).rejects.toThrow('ECONNREFUSED')
  await proxy.refuse(false)
  await (await connected(url)).end()
}

/** What lost an answer stays silent for good, and what comes later does not. */
async function swallowedAndBack(proxy: TcpProxy, url: string, client: pg.Client): Promise<void> {
  proxy.swallow(true)
  await expect(connected(url, 200)).rejects.toThrow('timeout')
  const silent = client.query({ text: 'select 1', query_timeout: 50 } as never)
  await expect(silent).rejects.toThrow('timeout')
  proxy.swallow(false)
  await (await connected(url)).end()
}

async function connected(connectionString: string, connectionTimeoutMillis = 10_000): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
