import type { TokenService } from '@hallpass/core'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type RedisServer, startRedis } from '../servers/redis.js'
import { CLIENT_NAMES, CLIENTS, type Connected } from './clients.js'
import { once, openService, TIMEOUT, untilWell, use, useAtOnce } from './world.js'

interface World {
  readonly server: RedisServer
  /** A connection of an operator, which was there before. */
  readonly operator: Redis
  /** The id of a token. */
  readonly id: string
}

interface Fault {
  readonly name: string
  readonly strike: (world: World) => Promise<unknown> | unknown
  readonly repair: (world: World) => Promise<unknown> | unknown
  /** What uses answer meanwhile. */
  readonly meanwhile: 'ERR_STORE' | 'transparent'
}

/** A port of a master that is not there. */
const NOBODY = 1

const FAULTS: readonly Fault[] = [
  {
    name: 'that forgot its scripts',
    strike: ({ operator }) => operator.script('FLUSH'),
    repair: () => undefined,
    meanwhile: 'transparent',
  },
  {
    name: 'without memory for more',
    strike: ({ operator }) => operator.config('SET', 'maxmemory', '1'),
    repair: ({ operator }) => operator.config('SET', 'maxmemory', '0'),
    meanwhile: 'ERR_STORE',
  },
  {
    name: 'that became a replica',
    strike: ({ operator }) => operator.replicaof('127.0.0.1', NOBODY),
    repair: ({ operator }) => operator.replicaof('NO', 'ONE'),
    meanwhile: 'ERR_STORE',
  },
  {
    name: 'that asks for a password from now on',
    strike: async ({ operator }) => {
      await operator.config('SET', 'requirepass', 'open sesame')
      await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    },
    repair: ({ operator }) => operator.config('SET', 'requirepass', ''),
    meanwhile: 'ERR_STORE',
  },
  {
    name: 'that holds a list at the key of the record, until it is put back',
    strike: async ({ operator, id }) => {
      await operator.rename(`{world}:token:${id}`, 'aside')
      await operator.lpush(`{world}:token:${id}`, 'x')
    },
    repair: ({ operator, id }) => operator.rename('aside', `{world}:token:${id}`),
    meanwhile: 'ERR_STORE',
  },
  {
    name: 'that holds garbage at the key of the record, until it is put back',
    strike: async ({ operator, id }) => {
      await operator.rename(`{world}:token:${id}`, 'aside')
      await operator.set(`{world}:token:${id}`, 'garbage')
    },
    repair: ({ operator, id }) => operator.rename('aside', `{world}:token:${id}`),
    meanwhile: 'ERR_STORE',
  },
]

describeWith('redis-server', 'a Redis server', (path) => {
  describe.each(CLIENT_NAMES)('asked through %s', (name) => {
    let server: RedisServer
    let operator: Redis
    let connected: Connected
    let service: TokenService
    beforeAll(async () => {
      server = await startRedis(path, { appendonly: 'yes', appendfsync: 'always' })
    })
    afterAll(() => server.stop())
    beforeEach(async () => {
      operator = new Redis({ port: server.port, host: '127.0.0.1' })
      operator.on('error', () => undefined)
      connected = await CLIENTS[name](server)
      service = openService(connected)
      await untilWell(service)
    })
    afterEach(() => {
      operator.disconnect()
      connected.end()
    })

    it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
      'G7 %s refuses or works, spends each use once, and recovers',
      async (_, fault) => {
        const minted = await service.mint(once, { resourceId: 'x' })
        const world = { server, operator, id: minted.id }
        await fault.strike(world)
        const before = await useAtOnce(service, minted)
        if (fault.meanwhile === 'ERR_STORE') expect(before).toEqual(['ERR_STORE', 'ERR_STORE', 'ERR_STORE'])
        await fault.repair(world)
        await untilWell(service)
        const uses = [...before, ...(await useAtOnce(service, minted))]
        expect(uses.filter((outcome) => outcome === 'ok')).toHaveLength(1)
      },
    )

    it('G7 frozen for 3 seconds answers in time with an error, spends nothing twice, and recovers', async () => {
      const minted = await Promise.all([1, 2, 3, 4, 5].map(() => service.mint(once, { resourceId: 'x' })))
      const [spent, ...others] = minted
      expect(spent && (await use(service, spent))).toBe('ok')
      server.freeze()
      const slowest = await refusedFor(3000, () => Promise.all(others.map((each) => use(service, each))))
      server.thaw()
      expect(slowest).toBeLessThan(6 * TIMEOUT)
      await untilWell(service)
      expect(spent && (await use(service, spent))).toBe('consumed')
      for (const each of others) {
        const uses = await useAtOnce(service, each)
        expect(uses.filter((outcome) => outcome === 'ok').length).toBeLessThanOrEqual(1)
        expect(await use(service, each)).toBe('consumed')
      }
    })

    it('G7 killed and restarted knows every use that it answered for, where it appends always', async () => {
      const minted = await Promise.all([1, 2, 3, 4, 5, 6].map(() => service.mint(once, { resourceId: 'x' })))
      const uses = await Promise.all(
        minted.map(async (each, at) => {
          if (at === 3) await server.kill()
          return use(service, each)
        }),
      )
      expect(uses.slice(4)).toEqual(['ERR_STORE', 'ERR_STORE'])
      await server.restart()
      await untilWell(service)
      for (const [at, each] of minted.entries()) {
        const after = await useAtOnce(service, each)
        const successes = [uses[at], ...after].filter((outcome) => outcome === 'ok')
        expect(successes.length).toBeLessThanOrEqual(1)
        if (uses[at] === 'ok') expect(after).toEqual(['consumed', 'consumed', 'consumed'])
      }
    })

    it('G7 that loads its data refuses, and then knows them', async () => {
      const minted = await Promise.all(Array.from({ length: 30 }, () => service.mint(once, { resourceId: 'x' })))
      const [spent, left] = minted as [(typeof minted)[0], (typeof minted)[0]]
      expect(await use(service, spent)).toBe('ok')
      await rewriteAppendOnlyFile(server)
      await server.kill()
      await server.restart({ 'key-load-delay': '100000', 'loading-process-events-interval-bytes': '1024' }, 'listening')
      expect(await useAtOnce(service, left)).toEqual(['ERR_STORE', 'ERR_STORE', 'ERR_STORE'])
      await server.command('CONFIG', 'SET', 'key-load-delay', '0')
      await untilWell(service)
      expect(await use(service, spent)).toBe('consumed')
      expect((await useAtOnce(service, left)).sort()).toEqual(['consumed', 'consumed', 'ok'])
    })
  })
})

/** As a snapshot: while a server reads it, it answers that it is loading. */
async function rewriteAppendOnlyFile(server: RedisServer): Promise<void> {
  await server.command('BGREWRITEAOF')
  const lines = ['aof_rewrite_in_progress', 'aof_rewrite_scheduled']
  while ((await Promise.all(lines.map(server.info))).includes('1'));
}

/** Asks again and again for so long; each answer is an error. Gives the longest time that one took. */
async function refusedFor(milliseconds: number, ask: () => Promise<readonly string[]>): Promise<number> {
  let slowest = 0
  for (const start = performance.now(); performance.now() - start < milliseconds; ) {
    const asked = performance.now()
    expect(new Set(await ask())).toEqual(new Set(['ERR_STORE']))
    slowest = Math.max(slowest, performance.now() - asked)
  }
  return slowest
}
