import type { Dispatch } from './ledger.js'
import type { PresentedToken } from './tokens.js'

/** The neighbour that a gate at the root cannot see: a literal route beside the placeholder. */
export const STATIC_SIBLING = '/api/flows/export'

/**
 * What a gate's yes was worth. `sound`: the router dispatched exactly one route of the scope and bound the resource to its
 * placeholder. `sibling`: it dispatched the static sibling, for a token of that id. `nowhere`: it dispatched nothing.
 */
export type Worth = 'sound' | 'sibling' | 'violation' | 'nowhere'

/** Judges what the router made of a request that a gate let through. */
export function worthOf(dispatched: readonly Dispatch[], token: PresentedToken): Worth {
  const [only, ...more] = dispatched
  if (!only) return 'nowhere'
  if (more.length > 0) return 'violation'
  if (opens(token, only)) return 'sound'
  return isSibling(only, token) ? 'sibling' : 'violation'
}

/** Whether a dispatched route is one of the token's, with its own resource and tenant. */
export function opens(token: PresentedToken, { route, params }: Dispatch): boolean {
  return (
    token.scope.routes.some(({ method, path }) => `${method} ${path}` === route) &&
    params[token.scope.resource ?? ''] === token.resourceId &&
    Object.entries(token.fixed).every(([name, value]) => params[name] === value)
  )
}

function isSibling({ route }: Dispatch, { resourceId }: PresentedToken): boolean {
  return route === `GET ${STATIC_SIBLING}` && STATIC_SIBLING.endsWith(`/${resourceId.toLowerCase()}`)
}
