import { createTokenService, defineScope, type TokenService, type TokenStore } from '@hallpass/core'

/** The scope of every benchmark: two routes for one flow. */
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
  next(): TokenUnderTest
  readonly all: readonly TokenUnderTest[]
}

/** A service over a store with so many live tokens, each for a flow of its own. */
export async function tokensIn(store: TokenStore, count: number): Promise<TokensUnderTest> {
  const service = createTokenService({ scopes: [flow], store })
  const all: TokenUnderTest[] = []
  for (let index = 0; index < count; index++) {
    const { token } = await service.mint(flow, { resourceId: `f-${index}` })
    all.push({ text: token, request: { method: 'GET', target: `/api/oauth/flows/f-${index}` } })
  }
  let turn = 0
  const next = () => {
    turn = (turn + 7919) % count
    return all[turn] as TokenUnderTest
  }
  return { service, next, all }
}

/** Texts of the right shape that the store does not have. */
export async function strangers(store: TokenStore, count: number): Promise<readonly string[]> {
  const { all } = await tokensIn(store, count)
  return all.map(({ text }) => text)
}
