import { createTokenService, defineScope, type Scope, type TokenService, type TokenStore } from '@hallpass/core'

/** The scope of most benchmarks: two routes for one flow. */
export const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/oauth/flows/:flowId', 'POST /api/oauth/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '1d',
})

export interface TokenUnderTest {
  readonly text: string
  readonly request: { readonly method: string; readonly target: string }
}

export interface TokensUnderTest {
  readonly service: TokenService
  /** Another token each time, in an order that no cache guesses. */
  readonly next: () => TokenUnderTest
  readonly all: readonly TokenUnderTest[]
}

/** A service over a store with so many live tokens, each for a flow of its own. `scopes` are registered besides. */
export async function tokensIn(
  store: TokenStore,
  count: number,
  scopes: readonly Scope[] = [],
): Promise<TokensUnderTest> {
  const service = createTokenService({ scopes: [flow, ...scopes], store })
  const all: TokenUnderTest[] = []
  for (let index = 0; index < count; index++) {
    const { token } = await service.mint(flow, { resourceId: `f-${index}` })
    all.push(underTest(token, `f-${index}`))
  }
  return { service, next: inTurn(all), all }
}

export function underTest(text: string, flowId: string): TokenUnderTest {
  return { text, request: { method: 'GET', target: `/api/oauth/flows/${flowId}` } }
}

/** Every item in its turn, far from the one before. */
export function inTurn<T>(items: readonly T[]): () => T {
  let turn = 0
  return () => {
    turn = (turn + STRIDE) % items.length
    return items[turn] as T
  }
}

/** A prime, so that every item has its turn. */
const STRIDE = 7919

/** Texts of the right shape that only this store has. */
export async function strangers(store: TokenStore, count: number): Promise<readonly string[]> {
  const { all } = await tokensIn(store, count)
  return all.map(({ text }) => text)
}
