import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { redisStore, type StoreWarning } from '@hallpass/redis'
import { recordOf } from '@hallpass/store-contract'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type RedisServer, type RedisSettings, startRedis } from '../servers/redis.js'
import { startRedisCluster } from '../servers/redis-cluster.js'
import { CLIENT_NAMES, CLIENTS, CLUSTER_CLIENTS, type Connected } from './clients.js'

const SAFE = { appendonly: 'yes', appendfsync: 'always' }

const SETTINGS: readonly (readonly [what: string, settings: RedisSettings, kinds: readonly string[]])[] = [
  ['appends always', SAFE, []],
  ['appends every second', { appendonly: 'yes', appendfsync: 'everysec' }, ['append_delayed']],
  ['keeps snapshots only', { save: '3600 1' }, ['snapshots_only']],
  ['keeps nothing', {}, ['no_persistence']],
  ['evicts', { ...SAFE, maxmemory: '100mb', 'maxmemory-policy': 'volatile-lru' }, ['eviction']],
  ['would evict, and has no limit', { ...SAFE, 'maxmemory-policy': 'allkeys-lru' }, []],
  ['has a limit, and does not evict', { ...SAFE, maxmemory: '100mb' }, []],
]

describeWith('redis-server', 'a Redis store that is opened', (path) => {
  it.each(SETTINGS)('on a server that %s tells so', async (_, settings, kinds) => {
    const server = await started(settings)
    for (const name of CLIENT_NAMES) expect(await kindsTold(await connected(CLIENTS[name](server)))).toEqual(kinds)
  })

  it('tells of replicas that nobody waits for, and of a master that is none', async () => {
    const settings = { ...SAFE, 'repl-diskless-sync-delay': '0' }
    const [master, replica] = await Promise.all([started(settings), started(settings)])
    await replica.command('REPLICAOF', '127.0.0.1', master.port)
    while ((await master.info('connected_slaves')) !== '1');
    const { client } = await connected(CLIENTS.ioredis(master))
    expect(await kindsTold({ client })).toEqual(['failover'])
    while ((await replica.info('master_link_status')) !== 'up' || (await replica.command('DBSIZE')) !== 1);
    expect(await kindsTold(await connected(CLIENTS.ioredis(replica)))).toEqual(['replica'])
  })

  it('looks at every master of a cluster', async () => {
    const cluster = await startRedisCluster(path, SAFE)
    onTestFinished(() => cluster.stop())
    await cluster.nodes[2]?.command('CONFIG', 'SET', 'appendfsync', 'no')
    for (const name of CLIENT_NAMES)
      expect(await kindsTold(await connected(CLUSTER_CLIENTS[name](cluster)))).toEqual(['append_delayed'])
  })

  it('works where nobody may look at the settings, and tells so', async () => {
    const server = await started(SAFE)
    const commands = ['get', 'set', 'mget', 'del', 'exists', 'pttl', 'pexpire', 'eval', 'evalsha']
    const sets = ['zadd', 'zrem', 'zcount', 'zscore', 'zrandmember', 'zrangebyscore', 'zrangebylex', 'zremrangebyscore']
    const allowed = [...commands, ...sets].map((command) => `+${command}`)
    await server.command('ACL', 'SETUSER', 'app', 'on', '>secret', '~{hallpass*', ...allowed)
    const redis = new Redis({ port: server.port, username: 'app', password: 'secret', enableReadyCheck: false })
    onTestFinished(() => redis.disconnect())
    expect(await kindsTold({ client: redis })).toEqual(['unchecked'])
  })

  it('publishes warnings, and goes on where the listener throws', async () => {
    const server = await started({})
    const heard: unknown[] = []
    const hear = (message: unknown) => void heard.push(message)
    subscribe('hallpass:store_warning', hear)
    onTestFinished(() => void unsubscribe('hallpass:store_warning', hear))
    const { client } = await connected(CLIENTS.ioredis(server))
    const onWarning = () => {
      throw new Error('a listener')
    }
    expect(await redisStore(client, { onWarning }).find('x')).toBeUndefined()
    expect(heard).toEqual([{ kind: 'no_persistence', text: expect.stringContaining('appendonly') }])
  })

  it('refuses tokens that are spread over another number of partitions', async () => {
    const server = await started({})
    const { client } = await connected(CLIENTS.ioredis(server))
    await redisStore(client, { onWarning }).insert(recordOf())
    const other = redisStore(client, { onWarning, partitions: 64 })
    const refusal = { code: 'ERR_STORE', message: expect.stringContaining('spread over 1 partitions') }
    await expect(other.find('x')).rejects.toMatchObject(refusal)
    await expect(other.insert(recordOf({ id: 'other' }))).rejects.toMatchObject(refusal)
  })

  it('waits for a client that is connecting, connects one that waits to be told, and refuses one that is not connected', async () => {
    const server = await started({})
    const lazy = new Redis({ port: server.port, host: '127.0.0.1', lazyConnect: true })
    onTestFinished(() => lazy.disconnect())
    expect(await redisStore(lazy, { onWarning }).insert(recordOf())).toBe('inserted')
    const node = createClient({ url: server.url }).on('error', () => undefined)
    const store = redisStore(node, { onWarning })
    await expect(store.find('x')).rejects.toMatchObject({ code: 'ERR_STORE', message: /connect\(\)/ })
    await node.connect()
    onTestFinished(() => node.destroy())
    expect(await store.find('x')).toBeUndefined()
  })

  const onWarning = () => undefined

  async function started(settings: RedisSettings): Promise<RedisServer> {
    const server = await startRedis(path, settings)
    onTestFinished(() => server.stop())
    return server
  }
})

async function connected(connecting: Promise<Connected>): Promise<Connected> {
  const client = await connecting
  onTestFinished(() => client.end())
  return client
}

async function kindsTold({ client }: Pick<Connected, 'client'>): Promise<readonly string[]> {
  const told: StoreWarning[] = []
  const store = redisStore(client, { onWarning: (warning) => told.push(warning) })
  await store.find('x')
  await store.count('flows', 0)
  await store.close()
  return told.map(({ kind }) => kind)
}
