import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type CutMoment, createCuts } from './cuts.js'
import { createLateWriter } from './late-writer.js'

/** A proxy on 127.0.0.1 in front of a server, with the faults that a network has. */
export interface TcpProxy {
  readonly port: number
  /** How many connections are open. */
  readonly open: () => number
  /** How many connections were accepted so far. */
  readonly accepted: () => number
  /** Resets every open connection, now. */
  readonly cut: () => void
  /**
   * Resets the next connection whose client sends this text, or this many bytes counted from now over all connections;
   * what `moment` says about the bytes that matched: they were not passed on, they were, or their answer came back too and
   * was withheld (default). Fulfilled when it happened.
   */
  readonly cutAt: (what: string | number, moment?: CutMoment) => Promise<void>
  /** Answers come this many milliseconds later, until said otherwise. */
  readonly delay: (milliseconds: number) => void
  /** While on, answers vanish; a connection that lost one loses all that follow, and stays open. */
  readonly swallow: (on: boolean) => void
  /** While on, nobody listens: new connections are refused, open ones stay. */
  readonly refuse: (on: boolean) => Promise<void>
  /** Cuts what is open, and ends. */
  readonly close: () => Promise<void>
}

/** Where the server is: a port of 127.0.0.1. */
export async function startTcpProxy(upstream: number): Promise<TcpProxy> {
  const faults = createFaults()
  const pairs = new Set<Pair>()
  let accepted = 0
  let server: Server | undefined = await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = () => {
    for (const pair of pairs) pair.cut()
  }
  const refuse = async (on: boolean) => {
    if (!on) server ??= await listen(port)
    else server = void server?.close()
  }
  return {
    port,
    open: () => pairs.size,
    accepted: () => accepted,
    cut,
    cutAt: faults.cuts.at,
    delay: faults.delay,
    swallow: faults.swallow,
    refuse,
    close: async () => {
      await refuse(true)
      cut()
    },
  }

  async function listen(at: number): Promise<Server> {
    const listening = createServer((client) => {
      accepted++
      const pair = joined(client, connect(upstream, '127.0.0.1'), faults)
      pairs.add(pair)
      client.once('close', () => pairs.delete(pair))
    }).listen(at, '127.0.0.1')
    await once(listening, 'listening')
    return listening
  }
}

type Faults = ReturnType<typeof createFaults>

function createFaults() {
  const now = { delay: 0, swallows: false }
  return {
    now,
    cuts: createCuts(),
    delay: (milliseconds: number) => {
      now.delay = milliseconds
    },
    swallow: (on: boolean) => {
      now.swallows = on
    },
  }
}

interface Pair {
  readonly cut: () => void
}

/** A client and the server, each hearing what the other says, but for the faults. */
function joined(client: Socket, server: Socket, { now, cuts }: Faults): Pair {
  let lost = false
  const cut = () => {
    client.resetAndDestroy()
    server.resetAndDestroy()
  }
  const toClient = createLateWriter(client, () => now.delay)
  const watch = cuts.connection(cut)
  client.on('data', (bytes) => {
    if (watch.sent(bytes) === 'pass') server.write(bytes)
    watch.passed()
  })
  server.on('data', (bytes) => {
    lost ||= now.swallows
    if (watch.answered() === 'pass' && !lost) toClient.write(bytes)
  })
  client.once('end', () => server.end())
  server.once('end', () => toClient.end())
  client.once('close', () => server.destroy())
  server.once('close', () => (lost ? undefined : toClient.end()))
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', cut)
  return { cut }
}
