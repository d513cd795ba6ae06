import type { IncomingMessage } from 'node:http'
import type { TokenService } from '@hallpass/core'
import { mayBeCrossSite } from '../cross-site.js'
import { ask, type Gate, type GateDecision } from '../gate.js'
import { type GuardScopes, readScopes } from '../guard-scopes.js'
import { refuseWrongService } from '../option-checks.js'
import { readPresented } from '../presented.js'
import { createRefuser } from '../refusing/refuser.js'
import { readSettings } from '../settings.js'
import { UPGRADE_NAMES, type UpgradeOptions } from './upgrade-options.js'

/**
 * The decision of `authorizeUpgrade`: only the named scopes open an upgrade. A token that the browser attached by itself must
 * come from the own origin or a listed one, although an upgrade is a GET: no policy keeps another site's page from opening a
 * WebSocket and reading from it.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function createUpgradeGate(
  service: TokenService,
  accepted: GuardScopes,
  options: UpgradeOptions,
): Gate<IncomingMessage, GateDecision> {
  refuseWrongService(service, 'authorizeUpgrade')
  const settings = readSettings(options, UPGRADE_NAMES, 'authorizeUpgrade')
  const scopes = readScopes(service, accepted).map(({ name }) => name)
  const refuse = createRefuser(settings, scopes)
  const asking = { service, settings, refuse, scopes, spending: { spend: 'before' } } as const
  const owns = (text: string) => service.owns(text)
  return (request) => {
    try {
      const presented = readPresented(request, settings.from, owns)
      if (presented.kind === 'ambiguous') return Promise.resolve(refuse(request, 'ambiguous'))
      if (presented.kind === 'nothing') return Promise.resolve(refuse(request, 'missing'))
      if (mayBeCrossSite({ ...request, method: 'UPGRADE' }, presented.source, settings.allowedOrigins))
        return Promise.resolve(refuse(request, 'cross_site'))
      return ask(asking, request, presented)
    } catch (error) {
      return Promise.resolve(refuse(request, 'unavailable', { error }))
    }
  }
}
