import {
  createTokenService,
  defineScope,
  memoryStore,
  type ServiceEvent,
  type TokenRecord,
  type TokenService,
  type TokenServiceOptions,
  type TokenStore,
} from '@hallpass/core'
import { type JwtFormatOptions, jwtFormat } from '@hallpass/jwt'

export const flow = defineScope({
  name: 'flow',
  routes: ['GET /flows/:flowId', 'POST /flows/:flowId/start'],
  resource: 'flowId',
  anyResource: true,
  maxTtl: '15m',
})

export const pages = defineScope({
  name: 'pages.read',
  routes: ['GET /tenants/:tenant/docs/:doc'],
  resource: 'doc',
  maxTtl: '1h',
})

export const download = defineScope({
  name: 'download',
  routes: ['POST /files/:file'],
  resource: 'file',
  maxTtl: '1h',
  uses: 1,
})

export const command = defineScope({
  name: 'command',
  routes: ['POST /commands/:commandId'],
  resource: 'commandId',
  maxTtl: '5m',
  approval: 'required',
})

export const bound = defineScope({
  name: 'bound',
  routes: ['GET /bound'],
  maxTtl: '5m',
  bindings: ['session?'],
})

export const exact = defineScope({ name: 'exact', routes: ['POST /exact'], maxTtl: '5m', fingerprint: true })

export const GET_FLOW = { method: 'GET', target: '/flows/f-17' } as const

export const ISSUER = 'https://api.example'
export const AUDIENCE = 'https://flows.example'

/** The moment at which every bench begins, with milliseconds that seconds have not. */
export const START = Date.UTC(2026, 0, 1) + 250

/** Options for one key. */
export function withKey(key: JwtFormatOptions['keys'][number]): JwtFormatOptions {
  return { issuer: ISSUER, audience: AUDIENCE, current: key.kid, keys: [key] }
}

/** A service that writes JWTs, over a store that counts what it is asked, with a clock that stands until it is moved. */
export interface Bench {
  readonly service: TokenService
  readonly store: TokenStore
  readonly clock: { now: number }
  readonly events: readonly ServiceEvent[]
  /** How often the store was asked for a record. */
  readonly finds: () => number
  records(): Promise<readonly TokenRecord[]>
}

export function bench(jwt: JwtFormatOptions, options: Partial<TokenServiceOptions> = {}): Bench {
  const clock = { now: START }
  const events: ServiceEvent[] = []
  const inner = options.store ?? memoryStore()
  let found = 0
  const store: TokenStore = {
    ...inner,
    find(id) {
      found++
      return inner.find(id)
    },
  }
  const service = createTokenService({
    scopes: [flow, pages, download, command, bound, exact],
    format: jwtFormat(jwt),
    now: () => clock.now,
    onEvent: (event) => events.push(event),
    ...options,
    store,
  })
  return { service, store, clock, events, finds: () => found, records: () => inner.page({ limit: 1000 }) }
}

/** The reason of a refusal, or `ok`. */
export async function reasonOf(
  answer: Promise<{ ok: true } | { ok: false; refusal: { reason: string } }>,
): Promise<string> {
  const settled = await answer
  return settled.ok ? 'ok' : settled.refusal.reason
}
