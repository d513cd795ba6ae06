import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createTokenService,
  memoryStore,
  type ServiceEvent,
  type TokenFormat,
  type TokenService,
  type TokenStore,
} from '@hallpass/core'
import { type ReceivedResponse, type SentRequest, send } from '../exchanges/client.js'
import { type AppSetup, credentialsOf, type Framework } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { KOA } from './apps/koa-app.js'
import { command, download, gone, read, session, write } from './scopes.js'

export const FRAMEWORKS: readonly Framework[] = [EXPRESS, KOA]

/** An application that listens, over a service whose clock, switch and store a test turns. */
export interface World {
  readonly service: TokenService
  /** Over the same store, with a scope that the application no longer has. */
  readonly older: TokenService
  readonly turn: Turnable
  readonly events: readonly ServiceEvent[]
  /** What `onError` heard. */
  readonly errors: readonly unknown[]
  /** How often the store was asked for a record. */
  readonly reads: () => number
  send(request: SentRequest): Promise<ReceivedResponse>
  /** Posts a form with a token. */
  post(path: '/introspect' | '/revoke', token: string, caller?: string): Promise<ReceivedResponse>
}

interface Turnable {
  now: number
  enabled: boolean
  storeFails: boolean
  /** Whether lists fail: where a token is revoked, those of its descendants. */
  pageFails: boolean
}

export const START = Date.UTC(2026, 0, 1)
export const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const

/** Runs a test over an application that is closed afterwards. */
export async function withWorld<T>(
  framework: Framework,
  setup: Partial<AppSetup> & { readonly format?: TokenFormat },
  test: (world: World) => Promise<T>,
): Promise<T> {
  const turn: Turnable = { now: START, enabled: true, storeFails: false, pageFails: false }
  const [events, errors]: [ServiceEvent[], unknown[]] = [[], []]
  const { store, reads } = turnableStore(turn)
  const { format, ...app } = setup
  const shared = { store, now: () => turn.now, ...(format && { format }) }
  const scopes = [read, write, download, command, session]
  const service = createTokenService({
    ...{ ...shared, scopes, enabled: () => turn.enabled },
    onEvent: (event) => events.push(event),
  })
  const options = { onError: (error: unknown) => void errors.push(error) }
  const complete = { service, parser: 'none' as const, options, introspection: {}, revocation: {}, ...app }
  const server = createServer(framework.build(complete))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await test({
      ...{ service, turn, events, errors, reads },
      older: createTokenService({ ...shared, scopes: [...scopes, gone] }),
      send: (request) => send(server, port, request),
      post: (path, token, caller = 'gateway') => send(server, port, posted(path, { token }, caller)),
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** A form as a caller posts it. */
export function posted(target: string, fields: Record<string, string>, caller: string): SentRequest {
  return {
    ...{ method: 'POST', target },
    headers: [['Authorization', credentialsOf(caller)], FORM_TYPE],
    body: new URLSearchParams(fields).toString(),
  }
}

function turnableStore(turn: Turnable): { readonly store: TokenStore; readonly reads: () => number } {
  const store = memoryStore()
  let reads = 0
  const find: TokenStore['find'] = async (id) => {
    reads++
    if (turn.storeFails) throw new Error('the disk at /var/lib/tokens is gone')
    return store.find(id)
  }
  const page: TokenStore['page'] = async (query) => {
    if (turn.pageFails) throw new Error('the disk at /var/lib/tokens is gone')
    return store.page(query)
  }
  return { store: { ...store, find, page }, reads: () => reads }
}
