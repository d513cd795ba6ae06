import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createTokenService,
  type MintedToken,
  memoryStore,
  type ServiceEvent,
  type TokenRecord,
  type TokenService,
} from '@hallpass/core'
import { type ReceivedResponse, type SentRequest, send } from '../exchanges/client.js'
import { APPROVALS, type AppSetup, actionOf, type Framework } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { KOA } from './apps/koa-app.js'
import { command } from './command-scope.js'

export const FRAMEWORKS: readonly Framework[] = [EXPRESS, KOA]

/** An application that listens, over a service whose clock and store a test turns. */
export interface World {
  readonly service: TokenService
  readonly turn: { now: number; storeFails: boolean }
  readonly server: Server
  readonly origin: string
  /** The ids of the commands that ran. */
  readonly ran: readonly string[]
  readonly events: readonly ServiceEvent[]
  /** What `onError` heard. */
  readonly errors: readonly unknown[]
  /** The errors that reached the application itself. */
  readonly failures: readonly unknown[]
  /** What the store keeps. */
  records(): Promise<readonly TokenRecord[]>
  /** A token that waits for approval, as the agent asks for it. */
  ask(options?: Partial<Asked>): Promise<MintedToken>
  /** The revision that an operator is shown. */
  revision(id: string): Promise<string>
  send(request: SentRequest): Promise<ReceivedResponse>
  /** Asks an approval route, as ann unless told otherwise. */
  desk(method: string, path: string, request?: Partial<SentRequest>): Promise<ReceivedResponse>
  /** Approves or denies, as a program of ann's. */
  decide(what: 'approve' | 'deny', id: string, fields: object, as?: Line): Promise<ReceivedResponse>
  /** What the agent sends to run its command. */
  run(token: string, changes?: Readonly<Record<string, string>>): Promise<ReceivedResponse>
}

interface Asked {
  readonly createdBy: string
  readonly ttl: '1m' | '5m'
  readonly commandId: string
}

type Line = readonly [name: string, value: string]

export const ANN: Line = ['Cookie', 'session=ann-is-here']
export const BOB: Line = ['Cookie', 'session=bob-is-here']
export const JSON_TYPE: Line = ['Content-Type', 'application/json']
export const FORM_TYPE: Line = ['Content-Type', 'application/x-www-form-urlencoded']

/** Runs a test over an application that is closed afterwards. */
export async function withWorld<T>(
  framework: Framework,
  { options, ...setup }: Partial<AppSetup>,
  test: (world: World) => Promise<T>,
): Promise<T> {
  const turn = { now: Date.UTC(2026, 0, 1), storeFails: false }
  const [ran, events, errors, failures]: [string[], ServiceEvent[], unknown[], unknown[]] = [[], [], [], []]
  const store = turnableStore(turn)
  const service = createTokenService({
    scopes: [command],
    store,
    now: () => turn.now,
    onEvent: (event) => events.push(event),
  })
  const complete: AppSetup = {
    ...{ service, placement: 'app', parsed: 'nothing', authenticates: false },
    ran: (id) => ran.push(id),
    failed: (error) => failures.push(error),
    options: { onError: (error) => errors.push(error), now: () => turn.now, ...options },
    ...setup,
  }
  const server = createServer(framework.build(complete))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const sent = (request: SentRequest) => send(server, port, request)
  try {
    return await test({
      ...{ service, turn, server, origin, ran, events, errors, failures, send: sent },
      records: () => store.page({ limit: 10_000 }),
      ...asking(service, sent, APPROVALS[complete.placement]),
    })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function asking(
  service: TokenService,
  sent: World['send'],
  approvals: string,
): Pick<World, 'ask' | 'revision' | 'desk' | 'decide' | 'run'> {
  const desk: World['desk'] = (method, path, request = {}) =>
    sent({ method, target: approvals + path, headers: [ANN], ...request })
  return {
    ask: ({ commandId = 'c-1', createdBy = 'agent-7', ttl = '5m' } = {}) =>
      service.mint(command, {
        ...{ resourceId: commandId, createdBy, ttl },
        bindings: { session: 's-1' },
        fingerprint: actionOf('git push'),
        metadata: { argv: ['git', 'push'] },
      }),
    revision: async (id) => (await service.get(id))?.revision ?? '',
    desk,
    decide: (what, id, fields, as = ANN) =>
      desk('POST', `/${id}/${what}`, { headers: [as, JSON_TYPE], body: JSON.stringify(fields) }),
    run: (token, changes = {}) =>
      sent({
        method: 'POST',
        target: '/commands/c-1/run',
        headers: Object.entries({
          Authorization: `Bearer ${token}`,
          'X-Session': 's-1',
          'X-Argv': 'git push',
          ...changes,
        }),
      }),
  }
}

function turnableStore(turn: World['turn']) {
  const store = memoryStore()
  const unlessFailing =
    <A extends readonly unknown[], T>(call: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      if (turn.storeFails) throw new Error('the disk at /var/lib/tokens is gone')
      return call(...given)
    }
  return { ...store, find: unlessFailing(store.find), page: unlessFailing(store.page) }
}

/** The status, and the problem code where there is one. */
export function told({ status, headers, body }: ReceivedResponse): readonly [status: number, code: string | undefined] {
  const isProblem = headers['content-type'] === 'application/problem+json'
  return [status, isProblem ? (JSON.parse(body) as { readonly code: string }).code : undefined]
}
