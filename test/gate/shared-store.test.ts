import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { startPostgres } from '../servers/postgres.js'
import { startRedis } from '../servers/redis.js'
import { type GateProcess, startGateProcess } from './gate-process.js'
import { askUntilToldToGo } from './load.js'
import { flow } from './scopes.js'
import { startApp, type Upstream, withUpstream } from './upstreams.js'

/** Shows that a gate's process sees what this process mints and revokes, and that it stops without losing a request. */
async function sharesStore(store: string): Promise<void> {
  await withUpstream(
    startApp((_, res) => void setTimeout(() => res.end('ok'), 2)),
    async (upstream: Upstream) => {
      const words = ['--mode', 'proxy', '--upstream', upstream.url]
      const gate = await startGateProcess({ words, store })
      try {
        await seesWhatOthersDo(gate, store)
        await losesNothing(gate, store)
      } finally {
        gate.child.kill('SIGKILL')
        await gate.ended
      }
    },
  )
}

async function withService<T>(
  store: string,
  work: (service: ReturnType<typeof createTokenService>) => Promise<T>,
): Promise<T> {
  const service = createTokenService({ scopes: [flow], store: await storeFromUrl(store) })
  try {
    return await work(service)
  } finally {
    await service.close()
  }
}

async function seesWhatOthersDo({ url, written }: GateProcess, store: string): Promise<void> {
  await withService(store, async (service) => {
    for (let round = 0; round < 10; round++) {
      const { token, id } = await service.mint(flow, { resourceId: 'f-1' })
      const ask = async () => {
        const headers = { authorization: `Bearer ${token}` }
        return (await fetch(new URL('/flows/f-1', url), { headers })).status
      }
      expect(await ask()).toBe(200)
      await service.revoke(id, { by: 'test' })
      expect(await ask()).toBe(401)
      expect(written()).not.toContain(token.slice(19))
    }
  })
}

async function losesNothing({ child, ended, url }: GateProcess, store: string): Promise<void> {
  const { token } = await withService(store, (service) => service.mint(flow, { resourceId: 'f-1' }))
  let started = 0
  const clients = Array.from({ length: 10 }, () =>
    askUntilToldToGo(new URL('/flows/f-1', url), token, () => void started++),
  )
  await expect.poll(() => started, { timeout: 20_000 }).toBe(clients.length)
  child.kill('SIGTERM')
  const fates = await Promise.all(clients)
  expect(fates.flatMap(({ lost }) => lost)).toEqual([])
  expect(await ended).toBe(0)
}

const inFolder = async (test: (folder: string) => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-shared-'))
  try {
    await test(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('D6 the gate of one process sees at once what another minted and revoked, and stops in good order', () => {
  it('in a directory', () => inFolder((folder) => sharesStore(`file:${join(folder, 'tokens')}`)))

  it('in a SQLite file', () => inFolder((folder) => sharesStore(`sqlite:${join(folder, 'tokens.db')}`)))

  describeWith('redis-server', 'in Redis', (program) => {
    it('by its URL', async () => {
      const server = await startRedis(program)
      await sharesStore(server.url).finally(() => server.stop())
    })
  })

  describeWith('postgres', 'in Postgres', (program) => {
    it('by its URL', async () => {
      const server = await startPostgres(program)
      await sharesStore(server.url(await server.newDatabase())).finally(() => server.end())
    })
  })
})
