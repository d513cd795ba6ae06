import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { type RedisServer, startRedis } from '../servers/redis.js'

/** A server of the suite's own and a client of it: there while its tests run, and ended with them. */
export interface Connected {
  readonly server: RedisServer
  readonly redis: Redis
}

/** To be called in `describe`. The members can be read from the first `beforeEach` on. */
export function connected(path: string): Connected {
  const suite = {} as { server: RedisServer; redis: Redis }
  beforeAll(async () => {
    suite.server = await startRedis(path)
    suite.redis = new Redis({ port: suite.server.port, host: '127.0.0.1' })
  })
  afterAll(async () => {
    suite.redis?.disconnect()
    await suite.server?.stop()
  })
  return suite
}
