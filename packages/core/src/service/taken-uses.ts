import type { HttpRequest, TokenRequest } from './request-types.js'
import type { ValidatedToken } from './validation-types.js'

/** Which uses this service took, and for which request: so that one request is not asked twice. */
export interface TakenUses {
  remember(token: ValidatedToken, request: TokenRequest): void
  /** Whether the request holds a use that this service took from this token, for the same method and target. */
  includes(id: string, request: TokenRequest): boolean
}

export function createTakenUses(): TakenUses {
  const requests = new WeakMap<ValidatedToken, HttpRequest>()
  return {
    remember(token, request) {
      if ('method' in request) requests.set(token, request)
    },
    includes(id, request) {
      if (!('method' in request) || !request.taken) return false
      const before = requests.get(request.taken)
      return before?.method === request.method && before.target === request.target && request.taken.id === id
    },
  }
}
