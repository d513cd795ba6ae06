import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { redisStore } from '@hallpass/redis'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type RedisServer, startRedis } from '../servers/redis.js'
import { type RedisCluster, startRedisCluster } from '../servers/redis-cluster.js'
import { SINGLE_USE, USES } from '../stores/sqlite/race.js'
import { CLIENTS, CLUSTER_CLIENTS, type Connected } from './clients.js'
import { MOST, MOST_OF_ONE } from './mint-race.js'
import type { Start } from './racer.js'

const RACERS = 4

describeWith('redis-server', 'four processes that share', (path) => {
  let racers: readonly ChildProcess[] = []
  let server: RedisServer
  let cluster: RedisCluster
  beforeAll(async () => {
    server = await startRedis(path)
    cluster = await startRedisCluster(path)
    racers = await Promise.all(Array.from({ length: RACERS }, startRacer))
  })
  afterAll(async () => {
    for (const racer of racers) racer.kill('SIGKILL')
    await Promise.all([server.stop(), cluster.stop()])
  })

  describe('one Redis server', () =>
    races(
      () => CLIENTS.ioredis(server),
      () => [server.port],
    ))
  describe('one Redis cluster', () =>
    races(
      () => CLUSTER_CLIENTS.ioredis(cluster),
      () => cluster.nodes.map(({ port }) => port),
    ))

  function races(connect: () => Promise<Connected>, ports: () => readonly number[]): void {
    let connected: Connected
    beforeAll(async () => {
      connected = await connect()
    })
    afterAll(() => connected.end())

    const open = (keyPrefix: string) => redisStore(connected.client, { keyPrefix, onWarning: () => undefined })

    it('B2 G8 have one winner of each single-use token', async () => {
      const store = open('consume')
      for (let number = 0; number < SINGLE_USE; number++)
        await store.insert(recordOf({ id: idOf(number), uses: 1, usesLeft: 1 }))
      const won = await race('consume', ports())
      expect(won.sort()).toEqual(Array.from({ length: SINGLE_USE }, (_, number) => idOf(number)))
      expect(await store.count('flows', NOW)).toBe(0)
    })

    it('B2 G8 spend every use of one token once', async () => {
      const store = open('spend')
      await store.insert(recordOf({ id: idOf(0), uses: USES, usesLeft: USES }))
      const won = await race('spend', ports())
      expect(won.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: USES }, (_, index) => index + 1))
      expect(await store.find(idOf(0))).toMatchObject({ usesLeft: 0, version: USES + 1 })
    })

    it('C2 G8 mint up to a limit, and never beyond', async () => {
      const won = await race('mint', ports())
      expect(new Set(won).size).toBe(MOST)
      expect(won).toHaveLength(MOST)
      const store = open('mint')
      expect(await store.count('flows', NOW)).toBe(MOST)
      for (const subject of ['subject 0', 'subject 1'])
        expect((await store.page({ limit: 100, subject })).length).toBeLessThanOrEqual(MOST_OF_ONE)
    })
  }

  /** What all racers won together. */
  async function race(name: Start['race'], ports: readonly number[]): Promise<string[]> {
    const told = await Promise.all(
      racers.map(async (process, racer) => {
        const finish = once(process, 'message')
        process.send({ race: name, racer, keyPrefix: name, ports } satisfies Start)
        const [{ won, error }] = await finish
        expect(error).toBeUndefined()
        return won as readonly string[]
      }),
    )
    return told.flat()
  }
})

async function startRacer(): Promise<ChildProcess> {
  const racer = fork(fileURLToPath(new URL('./racer.ts', import.meta.url)), [], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
  })
  const [first] = await Promise.race([once(racer, 'message'), once(racer, 'exit')])
  if (first !== 'ready') throw new Error(`the racer ended before it was ready, with ${first}`)
  return racer
}
