import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { cpus } from 'node:os'
import { idOf } from './floor.js'
import { storeNamed } from './named-store.js'
import { type RefusedTexts, refusedTexts } from './refused-texts.js'
import { flow, type TokenUnderTest, tokensIn } from './tokens-under-test.js'
import { differenceOf } from './two-samples.js'

/**
 * Whether time tells an id that the store has from one that it has not: refusals of unknown ids and of wrong secrets, call
 * by call in a random order. How it is read: docs/security.md, "Timing".
 */
const TOKENS = 4096
const ROUNDS = {
  inProcess: Number(process.env['ROUNDS'] ?? 150_000),
  http: Number(process.env['HTTP_ROUNDS'] ?? 15_000),
}
const WARM = 2000
const NAMES = ['unknown', 'control', 'wrongSecret'] as const

/** Refuses a text, and resolves to the nanoseconds that it took. */
type Refuse = (text: string) => Promise<number>

async function compare(title: string, texts: RefusedTexts, rounds: number, refuse: Refuse): Promise<void> {
  const costs = { unknown: [] as number[], control: [] as number[], wrongSecret: [] as number[] }
  for (let round = -WARM; round < rounds; round++)
    for (const name of shuffled(NAMES)) {
      const cost = await refuse(texts[name][(round + WARM) % TOKENS] ?? '')
      if (round >= 0) costs[name].push(cost)
    }
  console.log(`\n${title}, ${rounds} calls of each`)
  for (const name of ['control', 'wrongSecret'] as const) {
    const { mean, difference, margin, t } = differenceOf(costs[name], costs.unknown)
    console.log(
      `  ${name.padEnd(12)} ${mean.toFixed(0).padStart(7)} ns   more than unknown by ${difference.toFixed(0).padStart(5)} ± ${margin.toFixed(0)} ns   t ${t.toFixed(1)}`,
    )
  }
}

async function inProcess(name: string): Promise<void> {
  const store = storeNamed(name)
  const { service, all } = await tokensIn(store, TOKENS)
  const asked = { method: 'GET', target: '/api/oauth/flows/f-1', scopes: [flow] }
  const texts = await refusedTexts(all)
  await compare(`${name} store, in process`, texts, ROUNDS.inProcess, async (text) => {
    const begun = process.hrtime.bigint()
    const answer = await service.validate(text, asked)
    const cost = Number(process.hrtime.bigint() - begun)
    if (answer.ok || answer.refusal.reason !== 'unknown') throw new Error('a wrong answer')
    return cost
  })
  await compare(`${name} store, its look-up alone`, texts, ROUNDS.inProcess, async (text) => {
    const id = idOf(text)
    const begun = process.hrtime.bigint()
    await store.find(id)
    return Number(process.hrtime.bigint() - begun)
  })
  await store.close()
}

async function overHttp(name: string): Promise<void> {
  const child = fork(new URL('./refusal-timing-server.ts', import.meta.url), [name, String(TOKENS)], {
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
  })
  const [{ port, tokens }] = (await once(child, 'message')) as [{ port: number; tokens: readonly TokenUnderTest[] }]
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = asking(port, agent)
  await compare(`${name} store, over loopback HTTP`, await refusedTexts(tokens), ROUNDS.http, ask)
  agent.destroy()
  child.disconnect()
}

function asking(port: number, agent: Agent): Refuse {
  return (text) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${text}` }
      const begun = process.hrtime.bigint()
      const sent = request({ host: '127.0.0.1', port, path: '/api/oauth/flows/f-1', agent, headers }, (response) => {
        const cost = Number(process.hrtime.bigint() - begun)
        if (response.statusCode !== 401) reject(new Error(`a wrong answer: ${response.statusCode}`))
        response.resume().once('close', () => resolve(cost))
      })
      sent.once('error', reject).end()
    })
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

console.log(`Refusals by why, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown CPU'}`)
for (const name of ['memory', 'sqlite']) {
  await inProcess(name)
  await overHttp(name)
}
