import type { ValidatedToken } from '@hallpass/core'

/** All headers that the gate sets have names that begin so, and no client's header has. */
export const GRANT_PREFIX = 'x-hallpass-'

/** A header's name and value. */
export type HeaderPair = readonly [name: string, value: string]

/**
 * What the upstream is told of a token: its public id, the scope and the resource id, percent-encoded. All three are always
 * there, empty where there is nothing to tell, so that a proxy that copies them overwrites what a client sent.
 */
export function grantHeaders({ id, scope, resourceId }: ValidatedToken): readonly HeaderPair[] {
  return [
    ['X-Hallpass-Token-Id', id],
    ['X-Hallpass-Scope', scope],
    ['X-Hallpass-Resource', encodeURIComponent(resourceId ?? '')],
  ]
}
