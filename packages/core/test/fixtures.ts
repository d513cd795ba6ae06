import {
  createTokenService,
  defineScope,
  memoryStore,
  type Scope,
  type TokenRecord,
  type TokenService,
  type TokenServiceOptions,
  type TokenStore,
} from '@hallpass/core'

/** The scope of the docs: two routes for one flow. */
export const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/flows/:flowId', { method: 'POST', path: '/api/flows/:flowId/start' }],
  resource: 'flowId',
  maxTtl: '15m',
})

/** A download that is taken once, by POST. */
export const download = defineScope({
  name: 'download',
  routes: ['GET /files/:file/info', 'POST /files/:file'],
  resource: 'file',
  maxTtl: '1h',
  uses: 1,
})

/** A command that an operator approves, bound to a session and to the exact action. */
export const command = defineScope({
  name: 'command',
  routes: ['POST /commands/:commandId/run'],
  resource: 'commandId',
  maxTtl: '5m',
  uses: 1,
  approval: 'required',
  bindings: ['session', 'sandbox', 'agent?'],
  fingerprint: true,
})

export const GET_FLOW = { method: 'GET', target: '/api/flows/f-17' } as const

/** A service over a store that can be read, with a clock that stands until it is moved. */
export interface Bench {
  readonly service: TokenService
  readonly store: TokenStore
  readonly clock: { now: number }
  /** Everything in the store, as text. */
  dump(): Promise<string>
  records(): Promise<readonly TokenRecord[]>
}

/** The moment at which every bench begins. */
export const START = Date.UTC(2026, 0, 1)

export function bench(
  scopes: readonly Scope[] = [flow, download, command],
  options: Partial<TokenServiceOptions> = {},
): Bench {
  const store = options.store ?? memoryStore()
  const clock = { now: START }
  const service = createTokenService({ scopes, now: () => clock.now, ...options, store })
  const records = () => store.page({ limit: 10_000 })
  return { service, store, clock, records, dump: async () => JSON.stringify(await records()) }
}

/** The reason of a refusal, or `ok`. */
export async function reasonOf(
  answer: Promise<{ ok: true } | { ok: false; refusal: { reason: string } }>,
): Promise<string> {
  const settled = await answer
  return settled.ok ? 'ok' : settled.refusal.reason
}

/** Everything that an async iterable gives. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}
