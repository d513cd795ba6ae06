import type { TokenService } from '@hallpass/core'
import type { PassOnAnswer } from './answer.js'
import { watchRequests } from './as-received.js'
import { ask, type Gate } from './gate.js'
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
  return async (request) => {
    try {
      const presented = readPresented(request, settings.from, owns)
      if (presented.kind === 'ambiguous') return refuse(request, 'ambiguous')
      if (presented.kind !== 'token') return required ? refuse(request, 'missing') : PASS_ON
      const decision = await ask(asking, request, presented)
      return decision.kind === 'pass' && decision.token.spends && !spends ? PASS_ON : decision
    } catch (error) {
      return refuse(request, 'unavailable', { error })
    }
  }
}

const PASS_ON: PassOnAnswer = Object.freeze({ kind: 'pass_on' })

function readRequired(required = false): boolean {
  if (typeof required === 'boolean') return required
  throw wrong('authenticate', 'required', 'a boolean', required)
}
