import {
  createTokenService,
  defineScope,
  type Explanation,
  HallpassError,
  memoryStore,
  type Scope,
  type ScopeDefinition,
} from '@hallpass/core'
import { TOKEN_STATES, type TokenState } from './token-states.js'

/** What a reader chooses. Texts are as they were typed. */
export interface ExplainCase {
  /** One route a line, `METHOD /path`. */
  readonly routes: string
  /** The placeholder that is the resource. */
  readonly resource: string
  /** The resource that the token is minted for. */
  readonly resourceId: string
  /** The session that the token is bound to; empty for none. */
  readonly session: string
  readonly state: TokenState
  /** Minutes between the mint and the request. The token lives fifteen. */
  readonly minutes: number
  readonly method: string
  readonly target: string
  /** The session that the request comes from. */
  readonly from: string
}

/** What the service says of it, or the text of the error that it threw. */
export type Explained = { readonly explanation: Explanation } | { readonly error: string }

/** Mints a token, brings it into its state, lets time pass, and asks the service to explain the request. */
export async function explainCase(chosen: ExplainCase): Promise<Explained> {
  try {
    return { explanation: await explanationOf(chosen) }
  } catch (error) {
    if (error instanceof HallpassError) return { error: `${error.code}: ${error.message}` }
    throw error
  }
}

const MINTED_AT = Date.UTC(2026, 0, 1, 9)

async function explanationOf({ resourceId, session, state, minutes, ...chosen }: ExplainCase): Promise<Explanation> {
  let now = MINTED_AT
  const options = { store: memoryStore(), now: () => now, lease: '1d' } as const
  const scope = scopeOf(chosen, state)
  const service = createTokenService({ ...options, scopes: [scope] })
  const minted = await service.mint(scope.name, {
    resourceId,
    createdBy: 'ann',
    ...(session === '' ? {} : { bindings: { session } }),
  })
  const arranged = await TOKEN_STATES[state].arrange({ service, scope, minted, resourceId, session })
  now += minutes * 60_000
  const asked = createTokenService({
    ...options,
    scopes: arranged.undeclared ? [] : [scope],
    enabled: !arranged.disabled,
  })
  const request = { method: chosen.method, target: chosen.target, context: { session: chosen.from } }
  return asked.explain({ token: arranged.token }, request)
}

function scopeOf({ routes, resource }: Pick<ExplainCase, 'routes' | 'resource'>, state: TokenState): Scope {
  const { approval = false, oneUse = false } = TOKEN_STATES[state]
  return defineScope<ScopeDefinition>({
    name: 'flow',
    routes: routes
      .split('\n')
      .map((route) => route.trim())
      .filter((route) => route !== ''),
    resource: resource.trim(),
    maxTtl: '15m',
    approval: approval ? 'required' : 'none',
    uses: oneUse ? 1 : 'unlimited',
    bindings: ['session?'],
  })
}
