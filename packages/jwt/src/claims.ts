import { type Minting, type TokenRecord, type ToldGrant, toldScopes } from '@hallpass/core'
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
    readonly grants?: readonly ToldGrant[]
  }
}

/** The claims of a new token. */
export function claimsOf({ record, secret }: Pick<Minting, 'record' | 'secret'>, parties: Parties): JwtClaims {
  const { issuer, audience } = parties
  const told = readScopes(record)
  return {
    iss: issuer,
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    jti: record.id,
    iat: inSeconds(record.createdAt),
    exp: inSeconds(record.expiresAt),
    ...(record.subject !== undefined && { sub: record.subject }),
    ...(told && { scope: told.scope, roles: record.roles }),
    hallpass: { secret, ...(told && { grants: told.grants }) },
  }
}

/** Whole seconds, which every reader of JWTs understands; rounded down, so that nothing is read as alive when it is not. */
function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

/** What a reader of the token may go by: one who does not ask the record is then wrong about nothing but a revocation. */
function readScopes(record: TokenRecord) {
  return record.state === 'active' ? toldScopes(record) : undefined
}
