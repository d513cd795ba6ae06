import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { type LoadClient, loadClient } from './http-client.js'
import type { TokenUnderTest } from './tokens-under-test.js'

/** Requests a second and CPU a request of every variant of a framework, slice by slice in a random order. */
const VARIANTS = ['bare', 'lookup-memory', 'guard-memory', 'lookup-sqlite', 'guard-sqlite']
const ROUNDS = Number(process.env['ROUNDS'] ?? 40)
const SLICE = 150

interface Running {
  readonly name: string
  readonly pid: number
  readonly client: LoadClient
  readonly rates: number[]
  readonly costs: number[]
  stop(): void
}

async function start(framework: string, name: string): Promise<Running> {
  const child = fork(new URL('./http-server.ts', import.meta.url), [framework, name], {
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
  })
  const { port, tokens } = await new Promise<{ port: number; tokens: readonly TokenUnderTest[] }>((resolve) =>
    child.once('message', (message) => resolve(message as never)),
  )
  const client = await loadClient(port, tokens)
  await client.load(1500)
  const stop = (): void => {
    client.close()
    child.disconnect()
  }
  return { name, pid: child.pid ?? 0, client, rates: [], costs: [], stop }
}

/** Nanoseconds of CPU that all threads of a process took so far. */
function cpuOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce(
    (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    0,
  )
}

async function slice(running: Running): Promise<void> {
  const before = cpuOf(running.pid)
  const begun = performance.now()
  const count = await running.client.load(SLICE)
  running.rates.push((count * 1000) / (performance.now() - begun))
  running.costs.push((cpuOf(running.pid) - before) / 1000 / count)
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const ratio = (values: readonly number[], floor: readonly number[]) =>
  median(values.map((value, round) => value / (floor[round] ?? Number.NaN)))

for (const framework of ['express', 'koa']) {
  const servers: Running[] = []
  for (const variant of VARIANTS) servers.push(await start(framework, variant))
  for (let round = 0; round < ROUNDS; round++)
    for (const running of [...servers].sort(() => Math.random() - 0.5)) await slice(running)
  const [bare, ...others] = servers as [Running, ...Running[]]
  console.log(
    `\n${framework}, Node ${process.versions.node}, ${ROUNDS} rounds: against the bare handler (${median(bare.rates).toFixed(0)} requests/s, ${median(bare.costs).toFixed(0)} µs CPU)`,
  )
  const added = new Map<string, number>()
  for (const { name, rates, costs } of others) {
    added.set(name, median(costs.map((cost, round) => cost - (bare.costs[round] ?? Number.NaN))))
    console.log(
      `  ${name.padEnd(16)} requests/s x${ratio(rates, bare.rates).toFixed(2)}   CPU x${ratio(costs, bare.costs).toFixed(2)}   CPU added ${added.get(name)?.toFixed(1)} µs`,
    )
  }
  for (const store of ['memory', 'sqlite'])
    console.log(
      `  CPU added by guard on ${store}, against hash and raw look-up: x${((added.get(`guard-${store}`) ?? 0) / (added.get(`lookup-${store}`) ?? 1)).toFixed(2)}`,
    )
  for (const running of servers) running.stop()
}
