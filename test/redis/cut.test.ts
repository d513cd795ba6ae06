import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../describe-with.js'
import type { CutMoment } from '../servers/cuts.js'
import { type RedisServer, startRedis } from '../servers/redis.js'
import { startTcpProxy } from '../servers/tcp-proxy.js'
import { CLIENT_NAMES, CLIENTS } from './clients.js'
import { once, openService, untilWell, use, useAtOnce } from './world.js'

describeWith('redis-server', 'a Redis store whose connection is cut', (path) => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis(path)
  })
  afterAll(() => server.stop())

  describe.each(CLIENT_NAMES)('below %s', (name) => {
    it.each(['unsent', 'sent', 'answered'] as const)('G7 spends a use once, whenever that is (%s)', async (moment) => {
      const { service, proxy } = await world(moment)
      const minted = await service.mint(once, { resourceId: 'x' })
      const cut = proxy.cutAt('EVALSHA', moment)
      const first = await use(service, minted)
      await cut
      await untilWell(service)
      const uses = [first, ...(await useAtOnce(service, minted))]
      expect(['ok', 'ERR_STORE']).toContain(first)
      expect(uses.filter((outcome) => outcome === 'ok').length).toBeLessThanOrEqual(1)
      expect(await use(service, minted)).toBe('consumed')
    })

    it.each(['unsent', 'sent', 'answered'] as const)('G7 mints one token or none (%s)', async (moment) => {
      const { service, proxy } = await world(moment)
      const subject = `${name} ${moment}`
      await service.mint(once, { resourceId: 'x', subject })
      const cut = proxy.cutAt('EVALSHA', moment)
      const minted = await service.mint(once, { resourceId: 'x', subject }).catch(() => undefined)
      await cut
      await untilWell(service)
      const listed: string[] = []
      for await (const { id } of service.list({ subject })) listed.push(id)
      expect(listed.length).toBeLessThanOrEqual(2)
      if (minted) expect(listed).toContain(minted.id)
      if (minted) expect(listed).toHaveLength(2)
    })

    /** A service behind a proxy, whose connection is well. */
    async function world(moment: CutMoment) {
      const proxy = await startTcpProxy(server.port)
      const connected = await CLIENTS[name]({ port: proxy.port, url: `redis://127.0.0.1:${proxy.port}` })
      onTestFinished(async () => {
        connected.end()
        await proxy.close()
      })
      const service = openService(connected, `cut-${name}-${moment}`)
      await untilWell(service)
      return { service, proxy }
    }
  })
})
