import type { Grant, TokenRecord } from './record.js'

/** A grant as it is told: a scope for one resource id, for any (`anyResource`), or for none. */
export interface ToldGrant {
  readonly scope: string
  readonly resourceId?: string
  readonly anyResource?: true
  /** The values of other placeholders, where there are any. */
  readonly params?: Readonly<Record<string, string>>
}

/** What a token opens, as it is told to those who go by its scopes alone. */
export interface ToldScopes {
  /** The names of the scopes, each once, with a space between (RFC 8693 4.2). */
  readonly scope: string
  readonly grants: readonly ToldGrant[]
}

/** The members of a record, or of a summary, that say whether its scopes alone tell what it opens. */
export interface ToldToken extends Pick<TokenRecord, 'grants' | 'uses' | 'bindings'> {
  readonly fingerprint?: string | undefined
}

/**
 * What a token opens, for claims of a JWT and for introspection, whose readers do not ask the service about each request.
 * `undefined` where they would let pass what the service refuses: only there uses are counted, and bindings and a
 * fingerprint compared.
 */
export function toldScopes({ grants, uses, bindings, fingerprint }: ToldToken): ToldScopes | undefined {
  if (uses !== null || Object.keys(bindings).length > 0 || fingerprint !== undefined) return undefined
  return { scope: [...new Set(grants.map(({ scope }) => scope))].join(' '), grants: grants.map(toldGrant) }
}

function toldGrant({ scope, resourceId, anyResource, params }: Grant): ToldGrant {
  return {
    scope,
    ...(resourceId !== null && { resourceId }),
    ...(anyResource && { anyResource }),
    ...(Object.keys(params).length > 0 && { params }),
  }
}
