import type { TokenService } from '@hallpass/core'
import { watchRequests } from './as-received.js'
import { ask, type Gate, type GateDecision } from './gate.js'
import { readParameterNames, renamed } from './guard-params.js'
import { type GuardScopes, readScopes } from './guard-scopes.js'
import { refuseWrongService } from './option-checks.js'
import type { GuardOptions } from './options.js'
import { readPresented } from './presented.js'
import { createRefuser } from './refusing/refuser.js'
import { GUARD_NAMES, readSettings } from './settings.js'
import { readSpending } from './spending/read-spending.js'

/**
 * The decision of `guard`, which stands at a route: only the named scopes open it, and only with what the router itself
 * bound to its placeholders. It never passes without a token.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function createGuard<R>(
  service: TokenService,
  accepted: GuardScopes,
  options: GuardOptions<R> = {},
): Gate<R, GateDecision> {
  refuseWrongService(service, 'guard')
  const settings = readSettings(options, GUARD_NAMES, 'guard')
  const scopes = readScopes(service, accepted)
  const names = readParameterNames(options.params, scopes)
  const spending = readSpending(options)
  const scopeNames = scopes.map((scope) => scope.name)
  const refuse = createRefuser(settings, scopeNames)
  const asking = { service, settings, refuse, scopes: scopeNames, spending }
  const owns = (text: string) => service.owns(text)
  watchRequests()
  return (request) => {
    try {
      const presented = readPresented(request, settings.from, owns)
      if (presented.kind === 'ambiguous') return Promise.resolve(refuse(request, 'ambiguous'))
      if (presented.kind === 'nothing') return Promise.resolve(refuse(request, 'missing'))
      return ask(asking, renamed(request, names), presented)
    } catch (error) {
      return Promise.resolve(refuse(request, 'unavailable', { error }))
    }
  }
}
