import { type ScopeRegistry, type TokenSummary, type ToldGrant, toldScopes } from '@hallpass/core'

/** What introspection tells of an active token (RFC 7662 2.2). Times are seconds since the epoch. */
export interface ToldOfToken {
  readonly active: true
  readonly token_type: 'Bearer'
  /** The token's public id. */
  readonly jti: string
  readonly iat: number
  /** Never behind the expiry: up to a second before it. */
  readonly exp: number
  readonly iss?: string
  readonly sub?: string
  /** Names of the scopes that were minted, with a space between. Only where it tells what the token opens. */
  readonly scope?: string
  /** Only where `scope` is. */
  readonly roles?: readonly string[]
  /** Scopes with their resources, as in the claims of `@hallpass/jwt`. Only where `scope` is. */
  readonly hallpass?: { readonly grants: readonly ToldGrant[] }
}

/** Everything else: why a token is not active is nobody's business (RFC 7662 2.2). */
export interface ToldOfNothing {
  readonly active: false
}

/** What introspection tells of a token whose secret was shown. A grant whose scope is no longer declared opens nothing and is left out. */
export function toldOfToken(
  token: TokenSummary,
  registry: ScopeRegistry,
  issuer: string | undefined,
): ToldOfToken | ToldOfNothing {
  const grants = token.grants.filter(({ scope }) => registry.get(scope) !== undefined)
  if (token.status !== 'active' || grants.length === 0) return NOT_ACTIVE
  const told = toldScopes({ ...token, grants })
  return {
    active: true,
    token_type: 'Bearer',
    jti: token.id,
    iat: inSeconds(token.createdAt),
    exp: inSeconds(token.expiresAt),
    ...(issuer !== undefined && { iss: issuer }),
    ...(token.subject !== undefined && { sub: token.subject }),
    ...(told && { scope: told.scope, roles: token.roles, hallpass: { grants: told.grants } }),
  }
}

/** Told of all that is not active now. */
export const NOT_ACTIVE: ToldOfNothing = Object.freeze({ active: false })

/** Rounded down, so that nothing is taken for alive when it is not. */
function inSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
