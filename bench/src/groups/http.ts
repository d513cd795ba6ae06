import { type RunningServer, startServer } from '../http/running-server.js'
import { SERVERS } from '../http/servers.js'
import { median, quantile } from '../measure/quantile.js'
import { shuffled } from '../measure/shuffled.js'
import { type Figures, joined, type Report } from '../report/report.js'
import type { Effort } from './group.js'

const ROUNDS: Readonly<Record<Effort, number>> = { glance: 5, quick: 12, full: 60, large: 60 }
const SLICE = 1200
const WARM_UP = 6

/** Servers in processes of their own, driven by autocannon in turn, in an order that changes each round. */
export async function run(effort: Effort): Promise<Report> {
  const reports: Report[] = []
  for (const framework of Object.keys(SERVERS)) reports.push(await compared(framework, ROUNDS[effort]))
  return joined(reports)
}

async function compared(framework: string, rounds: number): Promise<Report> {
  const servers: RunningServer[] = []
  for (const kind of Object.keys(SERVERS[framework] ?? {})) servers.push(await startServer(framework, kind))
  for (const server of servers) for (let warm = 0; warm < WARM_UP; warm++) await server.slice(SLICE)
  for (const { rates, costs } of servers) rates.length = costs.length = 0
  for (let round = 0; round < rounds; round++) for (const server of shuffled(servers)) await server.slice(SLICE)
  for (const { stop } of servers) stop()
  const bare = servers[0] as RunningServer
  const rows = servers.map((server) => rowOf(server, bare))
  return {
    tables: [{ title: `${framework}, over HTTP`, columns: COLUMNS, rows }],
    figures: figuresOf(framework, servers, bare),
  }
}

const COLUMNS = [
  'what stands before the handler',
  'requests/s',
  'against bare',
  'CPU, µs',
  'CPU against bare',
  'CPU added, µs',
]

function rowOf({ name, rates, costs }: RunningServer, bare: RunningServer): readonly string[] {
  return [
    name,
    median(rates).toFixed(0),
    `×${rateOf({ rates }, bare).toFixed(2)}`,
    quantile(costs, 0.25).toFixed(0),
    `×${median(costs.map((cost, round) => cost / (bare.costs[round] ?? Number.NaN))).toFixed(2)}`,
    addedBy({ costs }, bare).toFixed(1),
  ]
}

function rateOf({ rates }: Pick<RunningServer, 'rates'>, bare: RunningServer): number {
  return median(rates.map((rate, round) => rate / (bare.rates[round] ?? Number.NaN)))
}

/** Microseconds of CPU beyond the bare handler's in the same round. */
function addedBy({ costs }: Pick<RunningServer, 'costs'>, bare: RunningServer): number {
  return median(costs.map((cost, round) => cost - (bare.costs[round] ?? Number.NaN)))
}

/** `NaN` where the control is lost in the noise: what is held against it then says nothing. */
function overControl(guard = Number.NaN, control = Number.NaN): number {
  return control > 1 ? guard / control : Number.NaN
}

function figuresOf(framework: string, servers: readonly RunningServer[], bare: RunningServer): Figures {
  const added = new Map(servers.map((server) => [server.name, addedBy(server, bare)]))
  const rates = servers.map((server) => [`${framework} ${server.name} rate`, rateOf(server, bare)])
  const against = ['memory', 'sqlite'].map((place) => [
    `${framework} ${place} cpu`,
    overControl(added.get(`guard-${place}`), added.get(`lookup-${place}`)),
  ])
  return Object.fromEntries([...rates, ...against])
}
