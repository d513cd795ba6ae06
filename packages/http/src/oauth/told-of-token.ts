import type { Grant, ScopeRegistry, TokenSummary } from '@hallpass/core'

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

/** A scope for one resource id, for any (`anyResource`), or for none. */
export interface ToldGrant {
  readonly scope: string
  readonly resourceId?: string
  readonly anyResource?: true
  /** The values of other placeholders, where there are any. */
  readonly params?: Readonly<Record<string, string>>
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
  return {
    active: true,
    token_type: 'Bearer',
    jti: token.id,
    iat: inSeconds(token.createdAt),
    exp: inSeconds(token.expiresAt),
    ...(issuer !== undefined && { iss: issuer }),
    ...(token.subject !== undefined && { sub: token.subject }),
    ...(isReadable(token) && {
      scope: scopeNames(grants),
      roles: token.roles,
      hallpass: { grants: grants.map(toldGrant) },
    }),
  }
}

/** Told of all that is not active now. */
export const NOT_ACTIVE: ToldOfNothing = Object.freeze({ active: false })

/** Rounded down, so that nothing is taken for alive when it is not. */
function inSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

/** Whether who goes by the scopes alone lets nothing pass that the service would refuse: no use, binding or fingerprint is checked here. */
function isReadable({ uses, bindings, fingerprint }: TokenSummary): boolean {
  return uses === null && Object.keys(bindings).length === 0 && fingerprint === undefined
}

function scopeNames(grants: readonly Grant[]): string {
  return [...new Set(grants.map(({ scope }) => scope))].join(' ')
}

function toldGrant({ scope, resourceId, anyResource, params }: Grant): ToldGrant {
  return {
    scope,
    ...(resourceId !== null && { resourceId }),
    ...(anyResource && { anyResource }),
    ...(Object.keys(params).length > 0 && { params }),
  }
}
