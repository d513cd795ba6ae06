import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  createTokenService,
  memoryStore,
  type TokenService,
  type TokenStore,
  type ValidatedToken,
} from '@hallpass/core'
import {
  authorizeUpgrade,
  basic,
  bearer,
  cookie,
  header,
  query,
  type Refused,
  type UpgradeOptions,
} from '@hallpass/http'
import { WebSocket, WebSocketServer } from 'ws'
import { knock, room, ticket } from './scopes.js'

/** A server whose WebSockets echo, and the service that says who may open one. */
export interface World {
  readonly service: TokenService
  readonly port: number
  /** The tokens that opened a socket, in their order. */
  readonly opened: readonly ValidatedToken[]
  readonly refused: readonly Refused[]
  readonly turn: Turnable
  /** What comes of a handshake: what the socket echoes, or the status and the code of the refusal. */
  enter(target: string, headers?: Readonly<Record<string, string | readonly string[]>>): Promise<Entered>
  close(): Promise<void>
}

/** What a test turns. */
export interface Turnable {
  now: number
  storeFails: boolean
  /** Runs at each decision, before it, with the server's socket. */
  before: (socket: Duplex) => void
}

/** What came of a handshake. */
export type Entered = { readonly echo: string } | Answered

interface Answered {
  readonly status: number | undefined
  readonly code: unknown
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Starts a server on a port that was free. */
export async function startWorld(options: UpgradeOptions = {}): Promise<World> {
  const turn: Turnable = { now: 1_700_000_000_000, storeFails: false, before: () => {} }
  const store = turnableStore(turn)
  const service = createTokenService({ scopes: [room, ticket, knock], store, now: () => turn.now })
  const refused: Refused[] = []
  const authorize = authorizeUpgrade(service, [room, ticket, knock], {
    from: [bearer(), header('x-hallpass-token'), query('ticket'), cookie('__Host-room'), basic()],
    context: (request) => ({ device: String(request.headers['x-device']) }),
    allowedOrigins: ['https://app.example'],
    onRefused: (one) => refused.push(one),
    ...options,
  })
  const opened: ValidatedToken[] = []
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer().on('upgrade', async (request, socket, head) => {
    turn.before(socket)
    const token = await authorize(request, socket)
    if (!token) return
    opened.push(token)
    sockets.handleUpgrade(request, socket, head, (one) => one.send(`${token.scope} ${token.resourceId}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  return {
    service,
    port,
    opened,
    refused,
    turn,
    enter: (target, headers = {}) => enter(`ws://127.0.0.1:${port}${target}`, headers),
    close: async () => {
      for (const one of sockets.clients) one.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Runs a test in a world of its own. */
export async function withWorld(work: (world: World) => Promise<void>, options: UpgradeOptions = {}): Promise<void> {
  const world = await startWorld(options)
  try {
    await work(world)
  } finally {
    await world.close()
  }
}

function enter(url: string, headers: Readonly<Record<string, string | readonly string[]>>): Promise<Entered> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: headers as Record<string, string> })
    socket.on('message', (data) => {
      socket.terminate()
      resolve({ echo: data.toString() })
    })
    socket.on('unexpected-response', (_, response) => answered(response).then(resolve, reject))
    socket.on('error', reject)
  })
}

async function answered(response: IncomingMessage): Promise<Answered> {
  const problem = JSON.parse(await text(response)) as { readonly code: unknown }
  return { status: response.statusCode, code: problem.code, headers: response.headers }
}

function turnableStore(turn: Turnable): TokenStore {
  const store = memoryStore()
  return {
    ...store,
    find: async (id) => {
      if (turn.storeFails) throw new Error('the store is down')
      return store.find(id)
    },
  }
}
