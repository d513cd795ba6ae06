import { findProgram } from '../../test/find-program.js'
import { type RedisServer, startRedis } from '../../test/servers/redis.js'

/** A Redis server of its own, without persistence, so that the disk is not what is measured. */
export async function ownRedis(): Promise<RedisServer> {
  const path = findProgram('redis-server')
  if (path === undefined) throw new Error('redis-server is not installed')
  return startRedis(path)
}
