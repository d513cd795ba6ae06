import {
  createTokenService,
  defineScope,
  HallpassError,
  memoryStore,
  type Scope,
  type TokenService,
} from '@hallpass/core'

/** The id that the tokens of the study are for, unless a case says otherwise. */
export const OWN_ID = 'MINE'
/** The tenant that a token with a fixed tenant is for. */
export const OWN_TENANT = 'T1'

/** What the apps guard: at the app, in a mounted router, in a router with other case rules, in a mounted application. */
export const ANY_TENANT = defineScope({
  name: 'any_tenant',
  routes: [
    'GET /api/flows/:flowId',
    'DELETE /api/flows/:flowId',
    'POST /api/flows/:flowId/start',
    'GET /t/:tenant/flows/:flowId',
    'GET /docs/:flowId',
    'GET /m/flows/:flowId',
  ],
  resource: 'flowId',
  free: ['tenant'],
  resourceId: () => true,
  maxTtl: '1h',
})

/** The same mounted route, for one tenant only. */
export const ONE_TENANT = defineScope({
  name: 'one_tenant',
  routes: ['GET /t/:tenant/flows/:flowId'],
  resource: 'flowId',
  resourceId: () => true,
  maxTtl: '1h',
})

/** Whom a token is for: any tenant where none is named. */
export interface Bearer {
  readonly id: string
  readonly tenant?: string
}

/** A token, and what it opens as it was declared: the property is judged by this, not by what the service says. */
export interface PresentedToken {
  readonly text: string
  readonly scope: Scope
  readonly resourceId: string
  /** What the fixed placeholders of its scope must hold. */
  readonly fixed: Readonly<Record<string, string>>
}

/** The tokens of a run, each minted once. */
export interface Tokens {
  readonly service: TokenService
  /** `undefined` where mint refuses the id or the tenant. */
  of(bearer: Bearer): Promise<PresentedToken | undefined>
}

/** A service with the scopes of the study on a memory store. */
export function createTokens(): Tokens {
  const service = createTokenService({ scopes: [ANY_TENANT, ONE_TENANT], store: memoryStore() })
  const minted = new Map<string, Promise<PresentedToken | undefined>>()
  return {
    service,
    of(bearer) {
      const key = JSON.stringify([bearer.id, bearer.tenant])
      const token = minted.get(key) ?? mint(service, bearer)
      minted.set(key, token)
      return token
    },
  }
}

async function mint(service: TokenService, { id, tenant }: Bearer): Promise<PresentedToken | undefined> {
  const scope = tenant === undefined ? ANY_TENANT : ONE_TENANT
  const fixed = tenant === undefined ? {} : { tenant }
  try {
    const { token } = await service.mint(scope, { resourceId: id, params: fixed })
    return { text: token, scope, resourceId: id, fixed }
  } catch (error) {
    if (error instanceof HallpassError && UNSAFE.has(error.code)) return undefined
    throw error
  }
}

const UNSAFE: ReadonlySet<string> = new Set(['ERR_RESOURCE_ID', 'ERR_PARAMS'])
