import type { RedisClient } from '@hallpass/redis'
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import type { RedisServer } from '../servers/redis.js'
import type { RedisCluster } from '../servers/redis-cluster.js'

/** A client that is connected, and its end. */
export interface Connected {
  readonly client: RedisClient
  readonly end: () => void
}

/** How each library connects to one server. */
export const CLIENTS = {
  ioredis: async ({ port }: Pick<RedisServer, 'port'>): Promise<Connected> => {
    const client = new Redis({ port, host: '127.0.0.1' }).on('error', heard)
    return { client, end: () => client.disconnect() }
  },
  'node-redis': async ({ url }: Pick<RedisServer, 'url'>): Promise<Connected> => {
    const client = createClient({ url, socket: { reconnectStrategy: 20 } }).on('error', heard)
    await client.connect()
    return { client, end: () => client.destroy() }
  },
} as const

/** How each library connects to a cluster. */
export const CLUSTER_CLIENTS = {
  ioredis: async ({ addresses }: Pick<RedisCluster, 'addresses'>): Promise<Connected> => {
    const client = new Cluster([...addresses]).on('error', heard)
    return { client, end: () => client.disconnect() }
  },
  'node-redis': async ({ addresses }: Pick<RedisCluster, 'addresses'>): Promise<Connected> => {
    const rootNodes = addresses.map(({ host, port }) => ({ url: `redis://${host}:${port}` }))
    const client = createCluster({ rootNodes }).on('error', heard)
    await client.connect()
    return { client, end: () => client.destroy() }
  },
} as const

export type ClientName = keyof typeof CLIENTS

export const CLIENT_NAMES = Object.keys(CLIENTS) as readonly ClientName[]

/** What a client reports of connections that tests cut. */
const heard = (): undefined => undefined
