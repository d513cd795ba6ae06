import { createTokenService, HallpassError, type TokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noted } from './crew/crew.js'
import { command, often, once, SCOPES } from './crew/scopes.js'
import { createStory, type Story } from './crew/story.js'
import { createFaultLine, type FaultLine, type FaultMoment } from './drivers/fault-line.js'
import { lineUpPostgres } from './drivers/postgres-driver.js'
import { lineUpRedis } from './drivers/redis-driver.js'
import { lineUpSqlite } from './drivers/sqlite-driver.js'
import { describeOnStore } from './stores.js'

const BY = { by: 'carol' }

const DRIVERS: readonly [string, (line: FaultLine) => () => void][] = [
  ['SQLite', lineUpSqlite],
  ['Postgres', lineUpPostgres],
  ['Redis', lineUpRedis],
  ['a Redis cluster', lineUpRedis],
]

for (const [store, lineUp] of DRIVERS)
  describeOnStore(store, 'each call of the driver that fails, by turn,', (url) => {
    const line = createFaultLine()
    let service: TokenService
    let takeOff = () => {}
    beforeAll(async () => {
      service = createTokenService({ scopes: SCOPES, store: await storeFromUrl(withFewPartitions(url())) })
      await live(service)
      takeOff = lineUp(line)
    })
    afterAll(async () => {
      takeOff()
      await service?.close()
    })

    it.each<FaultMoment>(['before', 'after'])(
      'G2 G5 G7 fails %s its effect, and contradicts nothing',
      async (moment) => {
        const { calls } = await withFault(Number.POSITIVE_INFINITY, moment)
        expect(calls).toBeGreaterThan(15)
        for (let at = 0; at < calls; at++) {
          const { story, thrown } = await withFault(at, moment)
          expect(await story.contradictions(), `call ${at}`).toEqual([])
          expect(
            thrown.filter((error) => !isOfStore(error)),
            `call ${at}`,
          ).toEqual([])
        }
      },
    )

    async function withFault(at: number, moment: FaultMoment) {
      line.arm(at, moment)
      const lived = await live(service)
      return { ...lived, calls: line.disarm() }
    }
  })

/** What goes to every partition of a cluster is the same call many times. */
function withFewPartitions(url: string): string {
  return url.includes('cluster=true') ? `${url}&keyPrefix=few&partitions=3` : url
}

function isOfStore(error: unknown): boolean {
  return error instanceof HallpassError && (error.code === 'ERR_STORE' || error.code === 'ERR_CONTENTION')
}

/** Everything that a service does with tokens, call by call; what fails is kept, and the next call comes all the same. */
async function live(service: TokenService): Promise<{ readonly story: Story; readonly thrown: readonly unknown[] }> {
  const story = createStory(service, [])
  const thrown: unknown[] = []
  const attempt = <T>(call: () => Promise<T>) =>
    call().catch((error: unknown) => {
      thrown.push(error)
      return undefined
    })
  const deed = async (id: string, what: 'use' | 'approve' | 'revoke', call: () => Promise<{ readonly ok: boolean }>) =>
    story.did(
      await noted(id, what, () => call().catch((error: unknown) => Promise.reject(thrown.push(error) && error))),
    )
  const single = await attempt(() => service.mint(once))
  const pending = await attempt(() => service.mint(command, { createdBy: 'agent' }))
  const many = await attempt(() => service.mint(often, { uses: 5 }))
  if (single) {
    story.add(single, { scope: 'once', uses: 1 })
    for (let round = 0; round < 2; round++)
      await deed(single.id, 'use', () => service.consume(single.token, { scope: once }))
  }
  if (pending) {
    story.add(pending, { scope: 'command', uses: 1, pending: true })
    const use = () => deed(pending.id, 'use', () => service.consume(pending.token, { scope: command }))
    await use()
    await deed(pending.id, 'approve', () => service.approve(pending.id, BY))
    await use()
    await use()
  }
  if (many) {
    story.add(many, { scope: 'often', uses: 5 })
    const use = () => deed(many.id, 'use', () => service.consume(many.token, { scope: often }))
    await use()
    await Promise.all([use(), use()])
    await deed(many.id, 'revoke', () => service.revoke(many.id, BY))
    await use()
  }
  await attempt(() => service.count(once))
  await attempt(() => service.sweep())
  return { story, thrown }
}
