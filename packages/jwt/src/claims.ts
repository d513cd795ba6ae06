import type { Grant, Minting, TokenRecord } from '@hallpass/core'
import type { Parties } from './options.js'

/** What a token says to those who only read it. Times are seconds since the epoch. */
export interface JwtClaims {
  readonly iss: string
  /** A text where there is one audience, else a list. */
  readonly aud: string | readonly string[]
  /** The record's id. */
  readonly jti: string
  readonly iat: number
  /** Never behind the record's expiry: up to a second before it. */
  readonly exp: number
  /** Whom the token stands for, where the mint said so. */
  readonly sub?: string
  /** Names of scopes, with a space between (RFC 8693 4.2). Only where reading alone can tell what the token opens. */
  readonly scope?: string
  /** Only where reading alone can tell what the token opens (RFC 9068 2.2.3.1). */
  readonly roles?: readonly string[]
  readonly hallpass: {
    /** What ties the token to its record. Worth nothing without the signature. */
    readonly secret: string
    /** Scopes with their resources. Only where reading alone can tell what the token opens. */
    readonly grants?: readonly JwtGrant[]
  }
}

/** A scope for one resource id, for any (`anyResource`), or for none. */
export interface JwtGrant {
  readonly scope: string
  readonly resourceId?: string
  readonly anyResource?: true
  /** The values of other placeholders, where there are any. */
  readonly params?: Readonly<Record<string, string>>
}

/** The claims of a new token. */
export function claimsOf({ record, secret }: Pick<Minting, 'record' | 'secret'>, parties: Parties): JwtClaims {
  const { issuer, audience } = parties
  const readable = isReadable(record)
  return {
    iss: issuer,
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    jti: record.id,
    iat: inSeconds(record.createdAt),
    exp: inSeconds(record.expiresAt),
    ...(record.subject !== undefined && { sub: record.subject }),
    ...(readable && { scope: scopeNames(record), roles: record.roles }),
    hallpass: { secret, ...(readable && { grants: record.grants.map(grantOf) }) },
  }
}

/** Whole seconds, which every reader of JWTs understands; rounded down, so that nothing is read as alive when it is not. */
function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

/** Whether a reader who does not ask the record is wrong about what the token opens in nothing but a revocation. */
function isReadable({ state, uses, bindings, fingerprint }: TokenRecord): boolean {
  return state === 'active' && uses === null && Object.keys(bindings).length === 0 && fingerprint === undefined
}

function scopeNames({ grants }: TokenRecord): string {
  return [...new Set(grants.map(({ scope }) => scope))].join(' ')
}

function grantOf({ scope, resourceId, anyResource, params }: Grant): JwtGrant {
  return {
    scope,
    ...(resourceId !== null && { resourceId }),
    ...(anyResource && { anyResource }),
    ...(Object.keys(params).length > 0 && { params }),
  }
}
