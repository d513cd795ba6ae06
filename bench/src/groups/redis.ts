import { redisStore } from '@hallpass/redis'
import { Redis } from 'ioredis'
import { findProgram } from '../../../test/find-program.js'
import { startRedis } from '../../../test/servers/redis.js'
import type { Report } from '../report/report.js'
import type { Effort } from './group.js'
import { networked, notInstalled } from './networked.js'

/** Redis without persistence, beside GET on a connection of its own. */
export async function run(effort: Effort): Promise<Report> {
  const program = findProgram('redis-server')
  if (program === undefined) return notInstalled('redis-server')
  const server = await startRedis(program)
  const [ours, bare] = [new Redis(server.url), new Redis(server.url)]
  const store = redisStore(ours, { onWarning: () => undefined })
  const look = async (id: string) => (await bare.get(`{hallpass}:token:${id}`)) !== null
  const report = await networked({ title: 'Redis', figure: 'redis cpu', store, look, effort })
  await store.close()
  ours.disconnect()
  bare.disconnect()
  await server.stop()
  return report
}
