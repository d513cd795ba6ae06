import { createTokenService, type MintedToken, memoryStore, type Scope, type TokenService } from '@hallpass/core'

/** What has become of the token, or of the service, before the request comes. */
export type TokenState = keyof typeof TOKEN_STATES

/** A token that was just minted. */
export interface FreshToken {
  readonly service: TokenService
  readonly scope: Scope
  readonly minted: MintedToken
  readonly resourceId: string
  readonly session: string
}

/** What the request presents, and what is different about the service that it comes to. */
export interface Arranged {
  readonly token: string
  readonly disabled?: boolean
  readonly undeclared?: boolean
}

interface StateRow {
  readonly label: string
  /** Whether tokens of the scope need approval. */
  readonly approval?: boolean
  /** Whether they have one use. */
  readonly oneUse?: boolean
  readonly arrange: (fresh: FreshToken) => Arranged | Promise<Arranged>
}

const rows = <Name extends string>(table: Readonly<Record<Name, StateRow>>) => table

/** Every state, brought about by what brings it about in an application. */
export const TOKEN_STATES = rows({
  active: { label: 'active', arrange: ({ minted }) => ({ token: minted.token }) },
  pending: {
    label: 'pending: nobody has approved it',
    approval: true,
    arrange: ({ minted }) => ({ token: minted.token }),
  },
  approved: { label: 'approved', approval: true, arrange: decided('approve') },
  denied: { label: 'denied', approval: true, arrange: decided('deny') },
  revoked: { label: 'revoked', arrange: decided('revoke') },
  consumed: { label: 'consumed: its one use is spent', oneUse: true, arrange: used('consume') },
  reserved: { label: 'reserved: its one use is held', oneUse: true, arrange: used('reserve') },
  none: { label: 'no token is presented', arrange: () => ({ token: '' }) },
  mistyped: { label: 'mistyped: one character differs', arrange: ({ minted }) => ({ token: mistyped(minted.token) }) },
  foreign: {
    label: 'of another store',
    arrange: async ({ scope, resourceId }) => ({ token: await mintedElsewhere(scope, resourceId) }),
  },
  undeclared: {
    label: 'its scope is declared no more',
    arrange: ({ minted }) => ({ token: minted.token, undeclared: true }),
  },
  disabled: {
    label: 'the service is switched off',
    arrange: ({ minted }) => ({ token: minted.token, disabled: true }),
  },
})

function decided(action: 'approve' | 'deny' | 'revoke'): StateRow['arrange'] {
  return async ({ service, minted }) => {
    await service[action](minted.id, { by: 'olga' })
    return { token: minted.token }
  }
}

function used(how: 'consume' | 'reserve'): StateRow['arrange'] {
  return async ({ service, scope, minted, resourceId, session }) => {
    await service[how](minted.token, { scope, resourceId, context: { session } })
    return { token: minted.token }
  }
}

function mistyped(token: string): string {
  return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
}

async function mintedElsewhere(scope: Scope, resourceId: string): Promise<string> {
  const elsewhere = createTokenService({ scopes: [scope], store: memoryStore() })
  return (await elsewhere.mint(scope.name, { resourceId, createdBy: 'ann' })).token
}
