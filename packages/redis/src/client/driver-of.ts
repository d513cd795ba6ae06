import { HallpassError, shown } from '@hallpass/core'
import type { Driver } from './driver.js'
import { ioredisClusterDriver, ioredisDriver } from './ioredis.js'
import { nodeRedisClusterDriver, nodeRedisDriver } from './node-redis.js'
import type { IoredisClient, IoredisCluster, NodeRedisClient, NodeRedisCluster, RedisClient } from './redis-client.js'

/**
 * The driver for a client, told by what it has.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function driverOf(client: RedisClient): Driver {
  const parts: Partial<Record<string, unknown>> = isObject(client) ? client : {}
  if (isCallable(parts['call']) && typeof parts['status'] === 'string')
    return isCallable(parts['nodes'])
      ? ioredisClusterDriver(client as IoredisCluster)
      : ioredisDriver(client as IoredisClient)
  if (isCallable(parts['sendCommand']) && typeof parts['isOpen'] === 'boolean') {
    if (isCallable(parts['nodeClient'])) return nodeRedisClusterDriver(client as NodeRedisCluster)
    if (typeof parts['isReady'] === 'boolean') return nodeRedisDriver(client as NodeRedisClient)
  }
  throw new HallpassError(
    'ERR_OPTIONS',
    `redisStore: expected a client of ioredis or node-redis, or one of their cluster clients, got ${shown(client)}`,
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isCallable(value: unknown): boolean {
  return typeof value === 'function'
}
