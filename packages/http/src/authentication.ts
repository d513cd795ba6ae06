import type { TokenService } from '@hallpass/core'
import { PASS_ON, type PassOnAnswer } from './answer.js'
import { watchRequests } from './as-received.js'
import { ask, type Gate, type GateDecision } from './gate.js'
import { readChoice, refuseWrongService, wrong } from './option-checks.js'
import type { AuthenticateOptions } from './options.js'
import { readPresented } from './presented.js'
import { createRefuser } from './refusing/refuser.js'
import { AUTHENTICATE_NAMES, readSettings } from './settings.js'

/**
 * The decision of `authenticate`: a token, if presented, is checked for this method and target, whatever route it leads to.
 * Somebody else's credential is not presented.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function createAuthentication<R>(service: TokenService, options: AuthenticateOptions<R> = {}): Gate<R> {
  refuseWrongService(service, 'authenticate')
  const settings = readSettings(options, AUTHENTICATE_NAMES, 'authenticate')
  const required = readRequired(options.required)
  const spends = readChoice(options.spend, ['before', 'at-guard'], 'authenticate', 'spend') === 'before'
  const spending = { spend: spends ? 'before' : 'never' } as const
  const refuse = createRefuser(settings, [])
  const asking = { service, settings, refuse, scopes: undefined, spending }
  const owns = (text: string) => service.owns(text)
  watchRequests()
  return (request) => {
    try {
      const presented = readPresented(request, settings.from, owns)
      if (presented.kind === 'ambiguous') return Promise.resolve(refuse(request, 'ambiguous'))
      if (presented.kind !== 'token') return required ? Promise.resolve(refuse(request, 'missing')) : NOT_DECIDED
      const decision = ask(asking, request, presented)
      return spends ? decision : decision.then(leftToGuard)
    } catch (error) {
      return Promise.resolve(refuse(request, 'unavailable', { error }))
    }
  }
}

const NOT_DECIDED = Promise.resolve(PASS_ON)

/** What spends is taken by the guard. */
function leftToGuard(decision: GateDecision): GateDecision | PassOnAnswer {
  return decision.kind === 'pass' && decision.token.spends ? PASS_ON : decision
}

function readRequired(required = false): boolean {
  if (typeof required === 'boolean') return required
  throw wrong('authenticate', 'required', 'a boolean', required)
}
