import { inspect } from 'node:util'
import { createTokenService, defineScope } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { freePorts } from '../servers/free-port.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { type RedisServer, startRedis } from '../servers/redis.js'
import { type RedisCluster, startRedisCluster } from '../servers/redis-cluster.js'

const flow = defineScope({ name: 'flow', routes: 'none', maxTtl: '1h', uses: 1 })
const PASSWORD = 'correct-horse'

/** Uses a token up on the store of one URL, closes it, and looks for it in the store of another. */
async function usedAndFound(url: string, other = url): Promise<string | undefined> {
  const service = createTokenService({ scopes: [flow], store: await storeFromUrl(url) })
  const { id, token } = await service.mint(flow)
  expect(await service.consume(token, { scope: flow })).toMatchObject({ ok: true })
  await service.close()
  const later = createTokenService({ scopes: [flow], store: await storeFromUrl(other) })
  const status = (await later.get(id))?.status
  await later.close()
  return status
}

function failureOf(opened: Promise<unknown>): Promise<unknown> {
  return opened.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describeWith('redis-server', 'a Redis by its URL', (path) => {
  let server: RedisServer
  let guarded: RedisServer
  beforeAll(async () => {
    server = await startRedis(path)
    guarded = await startRedis(path)
    await guarded.command('CONFIG', 'SET', 'requirepass', PASSWORD)
  })
  afterAll(() => Promise.all([server?.stop(), guarded?.stop()]))

  it('keeps tokens, and ends the connections that it opened', async () => {
    expect(await usedAndFound(server.url)).toBe('consumed')
    await expect.poll(async () => server.info('connected_clients')).toBe('1')
  })

  it('keeps the tokens of each database and each prefix apart', async () => {
    expect(await usedAndFound(server.url, `${server.url}/1`)).toBeUndefined()
    expect(await usedAndFound(server.url, `${server.url}?keyPrefix=other`)).toBeUndefined()
    expect(await usedAndFound(`${server.url}/1?keyPrefix=other`)).toBe('consumed')
  })

  it('is let in by its password, and tells nobody a wrong one', async () => {
    const url = (password: string) => `redis://:${password}@127.0.0.1:${guarded.port}`
    expect(await usedAndFound(url(PASSWORD))).toBe('consumed')
    const error = await failureOf(storeFromUrl(url('wrong-battery')))
    expect(error).toMatchObject({ code: 'ERR_STORE', message: expect.stringContaining('Redis cannot be reached') })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('wrong-battery')
  })
})

describeWith('postgres', 'a Postgres by its URL', (path) => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(path)
  })
  afterAll(() => server?.end())

  it('gets its tables, keeps tokens, and is left without a connection', async () => {
    const url = server.url(await server.newDatabase())
    expect(await usedAndFound(url, url.replace('postgres:', 'postgresql:'))).toBe('consumed')
    const left = "SELECT count(*)::int AS left FROM pg_stat_activity WHERE application_name = 'hallpass'"
    await expect.poll(() => server.run('postgres', left)).toEqual([{ left: 0 }])
  })

  it('is a failure of the store where the database is not there', async () => {
    const url = server.url('elsewhere').replace('@', `:${PASSWORD}@`)
    const error = await failureOf(storeFromUrl(url))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD)
  })
})

describeWith('redis-server', 'a Redis cluster by the URL of one node', (path) => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster(path)
  })
  afterAll(() => cluster?.stop())

  it('keeps tokens', async () => {
    const [first, second] = cluster.nodes
    expect(await usedAndFound(`${first?.url}?cluster=true`, `${second?.url}?cluster=true`)).toBe('consumed')
  })
})

describe('a server where nobody listens', () => {
  it.each(['postgres:', 'redis:'])('is a failure of the store, at %s', async (scheme) => {
    const [port] = await freePorts(1)
    const error = await failureOf(storeFromUrl(`${scheme}//ann:${PASSWORD}@127.0.0.1:${port}`))
    expect(error).toMatchObject({ code: 'ERR_STORE' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD)
  })
})
