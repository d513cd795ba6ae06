import { createTokenService, defineScope, type TokenService } from '@hallpass/core'
import { redisStore } from '@hallpass/redis'
import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { connected } from './connected.js'

const files = defineScope({
  name: 'files',
  routes: [{ method: 'GET', path: '/files/:id', spends: true }],
  resource: 'id',
  maxTtl: '1h',
  uses: 2,
  maxLive: 99,
})
const request = { method: 'GET', target: '/files/a' }

/** Commands by step: a mint, a look, a use, the use that closes, a list. A list of one record finds it in one partition. */
const COSTS = [
  { partitions: 1, costs: { mint: 1, look: 1, use: 2, last: 2, list: 2 } },
  { partitions: 64, costs: { mint: 2, look: 1, use: 2, last: 4, list: 65 } },
] as const

describeWith('redis-server', 'a Redis store', (path) => {
  const suite = connected(path)

  it.each(COSTS)('on $partitions partitions sends $costs commands', async ({ partitions, costs }) => {
    let sent = 0
    const call = (...command: [string, ...string[]]) => {
      sent++
      return suite.redis.call(...command)
    }
    const client = { status: 'ready', isCluster: false, connect: async () => undefined, call }
    const options = { keyPrefix: `commands-${partitions}`, partitions, onWarning: () => undefined }
    const store = redisStore(client, options)
    const service = createTokenService({ scopes: [files], store })
    const cost = async (step: () => Promise<unknown>) => {
      const before = sent
      await step()
      return sent - before
    }
    await useAll(service)
    let token = ''
    const minted = async () => {
      token = (await service.mint(files, { resourceId: 'a' })).token
    }
    const use = () => service.consume(token, request)
    expect({
      mint: await cost(minted),
      look: await cost(() => service.validate(token, request)),
      use: await cost(use),
      last: await cost(use),
      list: await cost(() => store.page({ limit: 10, subject: 'alice' })),
    }).toEqual(costs)
  })
})

/** Sends every script once, so that the server knows it from then on. */
async function useAll(service: TokenService): Promise<void> {
  const { token } = await service.mint(files, { resourceId: 'a', subject: 'alice' })
  for (const _ of [1, 2]) await service.consume(token, request)
}
