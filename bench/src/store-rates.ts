import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService, defineScope, type MintedToken, memoryStore, type TokenStore } from '@hallpass/core'
import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { fileStore } from '@hallpass/file'
import { redisStore } from '@hallpass/redis'
import { Redis } from 'ioredis'
import { findProgram } from '../../test/describe-with.js'
import { startPostgres } from '../../test/servers/postgres.js'
import { startRedis } from '../../test/servers/redis.js'
import { quantile } from './measure/quantile.js'

/**
 * Prints how many mints, validations and uses a second each store takes from one process with 64 of them under way, durable
 * as the docs advise, and the ratio to SQLite. Stores have their turns round by round: only ratios within one run count.
 */
const UNDER_WAY = 64
const ROUNDS = 7
const PER_ROUND = 512
const STEPS = ['mint', 'validate', 'consume'] as const

const download = defineScope({ name: 'download', routes: ['POST /files/:id'], resource: 'id', uses: 1, maxTtl: '1h' })
const request = { method: 'POST', target: '/files/f-1' }

type Step = (typeof STEPS)[number]
type Rates = Record<Step, number[]>

const folder = mkdtempSync(join(tmpdir(), 'hallpass-rates-'))
const postgres = await startPostgres(programAt('postgres'), { fsync: true })
const redis = await startRedis(programAt('redis-server'), { appendonly: 'yes', appendfsync: 'always' })
const url = postgres.url(await postgres.newDatabase())
await migrate(url)
const client = new Redis(redis.url)

const stores: Readonly<Record<string, TokenStore>> = {
  sqlite: sqliteStore(join(folder, 'tokens.db')),
  'sqlite, durability process': sqliteStore(join(folder, 'fast.db'), { durability: 'process' }),
  memory: memoryStore(),
  file: fileStore(join(folder, 'tokens')),
  postgres: postgresStore(url),
  redis: redisStore(client, { onWarning: () => undefined }),
}

const rates = Object.keys(stores).map((name): [string, Rates] => [name, { mint: [], validate: [], consume: [] }])
for (let round = -1; round < ROUNDS; round++)
  for (const [name, rate] of rates) {
    const measured = await rateOf(stores[name] as TokenStore)
    if (round >= 0) for (const step of STEPS) rate[step].push(measured[step])
  }
const medians = rates.map(([name, rate]) => ({ name, of: (step: Step) => quantile(rate[step], 0.5) }))
const floor = medians[0]
for (const { name, of } of medians)
  console.log(
    name.padEnd(28),
    STEPS.map(
      (step) => `${step} ${of(step).toFixed(0).padStart(7)}/s x${(of(step) / (floor?.of(step) ?? 1)).toFixed(2)}`,
    ).join('  '),
  )

for (const store of Object.values(stores)) await store.close()
client.disconnect()
await redis.stop()
await postgres.end()
rmSync(folder, { recursive: true, force: true })

async function rateOf(store: TokenStore): Promise<Record<Step, number>> {
  const service = createTokenService({ scopes: [download], store })
  const minted: MintedToken[] = []
  const mint = await perSecond(async () => void minted.push(await service.mint(download, { resourceId: 'f-1' })))
  const validate = await perSecond(async (index) => expectOk(await service.validate(minted[index]?.token, request)))
  const consume = await perSecond(async (index) => expectOk(await service.consume(minted[index]?.token, request)))
  return { mint, validate, consume }
}

async function perSecond(work: (index: number) => Promise<void>): Promise<number> {
  const begun = performance.now()
  let next = 0
  const lane = async () => {
    while (next < PER_ROUND) await work(next++)
  }
  await Promise.all(Array.from({ length: UNDER_WAY }, lane))
  return PER_ROUND / ((performance.now() - begun) / 1000)
}

function expectOk({ ok }: { readonly ok: boolean }): void {
  if (!ok) throw new Error('a token was refused')
}

function programAt(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  return path
}
