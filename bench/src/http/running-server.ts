import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'
import type { FromServer } from './server.js'

/** A server that is up, and what its slices cost so far. */
export interface RunningServer {
  readonly name: string
  /** Requests a second, slice by slice. */
  readonly rates: number[]
  /** Microseconds of the server's CPU a request, slice by slice. */
  readonly costs: number[]
  /** Sends so many requests, which must all be answered well. */
  readonly slice: (requests: number) => Promise<void>
  readonly stop: () => void
}

const CONNECTIONS = 8
/** Of the server's tokens, so many are sent in turn on each connection. */
const SENT = 64

export async function startServer(framework: string, name: string): Promise<RunningServer> {
  const child = fork(new URL('./server.ts', import.meta.url), [framework, name])
  const { port, tokens } = await heard(child, 'port')
  const requests = tokens
    .slice(0, SENT)
    .map(({ text, request }) => ({ path: request.target, headers: { authorization: `Bearer ${text}` } }))
  const url = `http://127.0.0.1:${port}`
  const [rates, costs]: [number[], number[]] = [[], []]
  const slice = async (amount: number): Promise<void> => {
    const before = await cpuOf(child)
    const begun = performance.now()
    let answered = begun
    const load = autocannon({ url, connections: CONNECTIONS, amount, requests, sampleInt: 20 })
    load.on('response', () => {
      answered = performance.now()
    })
    const result = await load
    if (result['2xx'] !== amount) throw new Error(`${framework} ${name}: ${result['2xx']} of ${amount} were let in`)
    costs.push(((await cpuOf(child)) - before) / amount)
    rates.push((amount * 1000) / (answered - begun))
  }
  return { name, rates, costs, slice, stop: () => child.disconnect() }
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const { cpu } = await heard(child, 'cpu')
  return cpu.user + cpu.system
}

async function heard<M extends 'port' | 'cpu'>(
  child: ChildProcess,
  member: M,
): Promise<Extract<FromServer, { readonly [K in M]: unknown }>> {
  const [message] = (await once(child, 'message')) as [FromServer]
  if (!(member in message)) throw new Error(`a server told ${Object.keys(message)}, and not its ${member}`)
  return message as Extract<FromServer, { readonly [K in M]: unknown }>
}
