import { hash } from 'node:crypto'
import { createTokenService, defineScope } from '@hallpass/core'
import { redisStore } from '@hallpass/redis'
import { Redis } from 'ioredis'
import { checksum } from '../../packages/core/src/token/checksum.js'
import { ownRedis } from './redis-server.js'

/** What a call costs this process, by its own CPU time: the server has a CPU of its own, or should have. */
const TOKENS = 509
const AT_ONCE = 64
const ROUNDS = 60
const CALLS_A_SLICE = 40

const server = await ownRedis()
const client = new Redis({ port: server.port, host: '127.0.0.1' })
const store = redisStore(client, { onWarning: () => undefined })
const flow = defineScope({ name: 'flow', routes: ['GET /api/flows/:flowId'], resource: 'flowId', maxTtl: '1d' })
const service = createTokenService({ scopes: [flow], store })
const tokens = await Promise.all(
  Array.from({ length: TOKENS }, async (_, number) => {
    const { token, id } = await service.mint(flow, { resourceId: `f-${number}` })
    return { token, id, request: { method: 'GET', target: `/api/flows/f-${number}` } }
  }),
)
let turn = 0
function next() {
  turn = (turn + 7919) % TOKENS
  return tokens[turn] as (typeof tokens)[number]
}

const key = (id: string) => `{hallpass}:token:${id}`

/** What every check of a presented text costs at the least: its format, its checksum, and one digest. */
function isDigested(text: string): boolean {
  if (!/^hp_[A-Za-z0-9]{54}$/.test(text) || checksum(text.slice(0, -6)) !== text.slice(-6)) return false
  return hash('sha256', text, 'base64url') !== ''
}

interface Call {
  readonly name: string
  readonly call: () => Promise<unknown>
}

const calls: readonly Call[] = [
  {
    name: 'floor: format, SHA-256, GET, JSON.parse',
    call: async () => {
      const { token, id } = next()
      const kept = isDigested(token) ? await client.get(key(id)) : null
      return JSON.parse(kept?.slice(kept.indexOf('[')) ?? '') !== null
    },
  },
  {
    name: 'GET alone',
    call: async () => (await client.get(key(next().id))) !== null,
  },
  { name: 'find', call: async () => (await store.find(next().id)) !== undefined },
  {
    name: 'validate',
    call: async () => {
      const { token, request } = next()
      return (await service.validate(token, request)).ok
    },
  },
]

/** Microseconds of this process a call, with so many in flight. */
async function costOf({ call }: Call): Promise<number> {
  const begun = process.cpuUsage()
  for (let slice = 0; slice < CALLS_A_SLICE; slice++) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, call))
    if (!answers.every(Boolean)) throw new Error('wrong answer')
  }
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / (CALLS_A_SLICE * AT_ONCE)
}

const costs = new Map<string, number[]>(calls.map(({ name }) => [name, []]))
for (let round = -10; round < ROUNDS; round++)
  for (const call of calls) {
    const cost = await costOf(call)
    if (round >= 0) costs.get(call.name)?.push(cost)
  }
const [floor = []] = costs.values()
console.log(`\nvalidate, Redis store, CPU of this process, ${AT_ONCE} at once, ${TOKENS} tokens`)
for (const [name, own] of costs) {
  const ratio = quantile(
    own.map((cost, round) => cost / (floor[round] ?? Number.NaN)),
    0.5,
  )
  console.log(`  ${name.padEnd(44)} ${quantile(own, 0.25).toFixed(2).padStart(8)} µs   x${ratio.toFixed(2)}`)
}
client.disconnect()
await server.stop()

function quantile(values: readonly number[], at: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? Number.NaN
}
