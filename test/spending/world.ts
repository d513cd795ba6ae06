import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createConnection, type Socket } from 'node:net'
import { createTokenService, defineScope, memoryStore, type ReservedUse, type TokenService } from '@hallpass/core'
import type { Refused } from '@hallpass/http'
import type { AppSetup, Framework, Handler } from './apps.js'

export const file = defineScope({
  name: 'file',
  routes: ['POST /files/:fileId', 'HEAD /files/:fileId'],
  resource: 'fileId',
  uses: 3,
  maxTtl: '1h',
})

/** An application that listens, over a service whose holds are watched. */
export interface World {
  readonly service: TokenService
  readonly clock: { now: number }
  readonly store: StoreTurn
  /** What was done with the uses that were held, in order. */
  readonly settled: readonly string[]
  /** Answers as soon as so many holds were settled. */
  readonly settledTimes: (times: number) => Promise<void>
  readonly refused: readonly Refused[]
  readonly errors: readonly unknown[]
  mint(uses?: number): Promise<{ readonly token: string; readonly id: string }>
  send(token: string, method?: string): Promise<Response>
  /** Sends a request over a socket of its own, to be cut. */
  open(token: string): Socket
  /** Answers when a connection has ended at the server's side. */
  left(): Promise<void>
}

/** How the store does at the moment. */
export interface StoreTurn {
  fails: boolean
  /** What happens while it looks. */
  meanwhile?: (() => Promise<void>) | undefined
}

export type Options = Pick<AppSetup['options'], 'spend' | 'attempts'>

/** Runs a test over an application with one guarded route. */
export async function withWorld<T>(
  framework: Framework,
  { gates = 'guard', ...options }: Options & { readonly gates?: AppSetup['gates'] },
  handler: Handler,
  run: (world: World) => Promise<T>,
): Promise<T> {
  const clock = { now: 1_700_000_000_000 }
  const store: StoreTurn = { fails: false }
  const [refused, errors]: [Refused[], unknown[]] = [[], []]
  const own = createTokenService({ scopes: [file], store: failing(store), now: () => clock.now })
  const { service, settled, settledTimes } = watched(own)
  const app = framework.build({
    service,
    scope: file,
    options: { ...options, onRefused: (one) => refused.push(one) },
    gates,
    handler,
    failed: (error) => errors.push(error),
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    return await run({
      service,
      clock,
      store,
      settled,
      settledTimes,
      refused,
      errors,
      mint: (uses = 1) => service.mint(file, { resourceId: 'a', uses }),
      send: (token, method = 'POST') =>
        fetch(`http://127.0.0.1:${port}/files/a`, {
          method,
          redirect: 'manual',
          headers: { authorization: `Bearer ${token}` },
        }),
      left: async () => {
        const [connection] = (await once(server, 'connection')) as [Socket]
        await once(connection, 'close')
      },
      open(token) {
        const socket = createConnection(port, '127.0.0.1').on('error', () => {})
        socket.write(
          `POST /files/a HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`,
        )
        return socket
      },
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function failing(turn: StoreTurn) {
  const store = memoryStore()
  const find: typeof store.find = async (id) => {
    if (turn.fails) throw new Error('the store is down')
    await turn.meanwhile?.()
    return store.find(id)
  }
  return { ...store, find }
}

/** Notes every commit and release of the holds that a service gives out. */
function watched(service: TokenService) {
  const settled: string[] = []
  const waiting: (() => void)[] = []
  const noted = (name: 'commit' | 'release', hold: ReservedUse) => async () => {
    try {
      const done = await hold[name]()
      settled.push(`${name}: ${done}`)
      return done
    } catch (error) {
      settled.push(`${name}: failed`)
      throw error
    } finally {
      for (const look of waiting) look()
    }
  }
  const reserve: TokenService['reserve'] = async (presented, request) => {
    const reservation = await service.reserve(presented, request)
    if (!reservation.ok || reservation.hold.leaseMs === Number.POSITIVE_INFINITY) return reservation
    const { hold } = reservation
    return { ...reservation, hold: { ...hold, commit: noted('commit', hold), release: noted('release', hold) } }
  }
  const settledTimes = (times: number) =>
    new Promise<void>((resolve) => {
      const look = () => settled.length >= times && resolve()
      waiting.push(look)
      look()
    })
  return { service: { ...service, reserve } as TokenService, settled, settledTimes }
}

/** A moment that a test brings about. */
export function moment(): { readonly come: Promise<void>; readonly bring: () => void } {
  let bring: () => void = () => {}
  const come = new Promise<void>((resolve) => {
    bring = resolve
  })
  return { come, bring }
}
