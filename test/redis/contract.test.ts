import { redisStore } from '@hallpass/redis'
import { storeContract } from '@hallpass/store-contract'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type RedisServer, startRedis } from '../servers/redis.js'
import { type RedisCluster, startRedisCluster } from '../servers/redis-cluster.js'
import { CLIENT_NAMES, CLIENTS, CLUSTER_CLIENTS, type Connected } from './clients.js'

let opened = 0
const quiet = () => ({ keyPrefix: `case-${opened++}`, onWarning: () => undefined })

describeWith('redis-server', 'Redis store on a server', (path) => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis(path)
  })
  afterAll(() => server.stop())

  describe.each(CLIENT_NAMES)('through %s', (name) => {
    let connected: Connected
    beforeAll(async () => {
      connected = await CLIENTS[name](server)
    })
    afterAll(() => connected.end())

    it.each(storeContract)('F6 $name', ({ run }) => run(() => redisStore(connected.client, quiet())))
  })

  describe('over several partitions', () => {
    let connected: Connected
    beforeAll(async () => {
      connected = await CLIENTS.ioredis(server)
    })
    afterAll(() => connected.end())

    it.each(storeContract)('F6 $name', ({ run }) =>
      run(() => redisStore(connected.client, { ...quiet(), partitions: 5 })),
    )
  })
})

describeWith('redis-server', 'Redis store on a cluster of three nodes', (path) => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster(path)
  })
  afterAll(() => cluster.stop())

  describe.each(CLIENT_NAMES)('through %s', (name) => {
    let connected: Connected
    beforeAll(async () => {
      connected = await CLUSTER_CLIENTS[name](cluster)
    })
    afterAll(() => connected.end())

    it.each(storeContract)('F6 G8 $name', ({ run }) => run(() => redisStore(connected.client, quiet())))
  })
})
