import type { TokenService } from '@hallpass/core'
import type { ParameterNames } from '../guard-params.js'
import { type GuardScopes, readScopes } from '../guard-scopes.js'

/** What `assertGuarded` needs to know of a guard. */
export interface GuardMark {
  readonly service: TokenService
  /** Names of the scopes that it accepts. */
  readonly scopes: readonly string[]
  readonly params: ParameterNames
}

const marks = new WeakMap<object, GuardMark>()

/** Notes that a middleware is a guard, so that `assertGuarded` knows it among others. */
export function markGuard(
  middleware: object,
  service: TokenService,
  accepted: GuardScopes,
  params: ParameterNames,
): void {
  marks.set(middleware, { service, scopes: readScopes(service, accepted).map((scope) => scope.name), params })
}

/** The mark of a middleware, if it is a guard. */
export function guardMark(middleware: object): GuardMark | undefined {
  return marks.get(middleware)
}
