import { createTokenService, defineScope } from '@hallpass/core'
import { redisStore } from '@hallpass/redis'
import { Redis } from 'ioredis'
import { ownRedis } from './redis-server.js'

/** Prints how many bytes of Redis one live token takes, with its indexes, in one slot and spread over 64 partitions. */
const TOKENS = Number(process.argv[2] ?? 50_000)
const AT_ONCE = 100

const once = defineScope({
  name: 'once',
  routes: ['POST /api/once/:id'],
  resource: 'id',
  maxTtl: '1h',
  uses: 1,
})

const server = await ownRedis()
const client = new Redis({ port: server.port, host: '127.0.0.1' })
const used = async () => Number(await server.info('used_memory'))
console.log(`\nRedis ${await server.info('redis_version')}, ${TOKENS} live tokens`)
for (const partitions of [1, 64])
  for (const subjects of [0, 1000]) {
    await client.flushall()
    const store = redisStore(client, { partitions, onWarning: () => undefined })
    const service = createTokenService({ scopes: [once], store })
    const first = await service.mint(once, { resourceId: 'first' })
    const before = await used()
    const begun = performance.now()
    for (let minted = 0; minted < TOKENS; minted += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, at) =>
          service.mint(once, {
            resourceId: `f-${minted + at}`,
            ...(subjects === 0 ? {} : { subject: `user-${(minted + at) % subjects}`, createdBy: 'app' }),
          }),
        ),
      )
    const each = ((await used()) - before) / TOKENS
    const rate = TOKENS / ((performance.now() - begun) / 1000)
    const [record] = await client.keys(`*:token:${first.id}`)
    const own = await client.memory('USAGE', record as string)
    const who = subjects === 0 ? 'without a subject' : `of ${subjects} subjects, with a creator`
    console.log(
      `  ${partitions} partitions, ${who}: ${each.toFixed(0)} bytes a token, ${own} of them its record; ${rate.toFixed(0)} minted a second`,
    )
  }
client.disconnect()
await server.stop()
