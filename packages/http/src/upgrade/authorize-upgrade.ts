import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TokenService, ValidatedToken } from '@hallpass/core'
import type { GuardScopes } from '../guard-scopes.js'
import type { RequestView } from '../request-view.js'
import { refuseSocket } from './refuse-socket.js'
import { createUpgradeGate } from './upgrade-gate.js'
import type { UpgradeOptions } from './upgrade-options.js'

/** Decides on one upgrade: the token that opens it, or `undefined` where the socket is closed. Never rejects. */
export type UpgradeDecision = (request: IncomingMessage, socket: Duplex) => Promise<ValidatedToken | undefined>

/**
 * Decides for the `upgrade` event of Node's server, which WebSockets come by: a token of one of the scopes opens it, and its
 * use is taken if the route spends. A refusal is answered and the socket is closed; so it is where the client has left
 * meanwhile, and the use stays spent then.
 *
 * No router stands before it. The raw target is held against the scope's routes, so take the resource from the token's
 * `resourceId` and `params` and not from the URL once more, and call it before anything changes the request. The socket keeps
 * a listener for errors: one that breaks does not end the process.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function authorizeUpgrade(
  service: TokenService,
  scopes: GuardScopes,
  options: UpgradeOptions = {},
): UpgradeDecision {
  const decide = createUpgradeGate(service, scopes, options)
  return async (request, socket) => {
    socket.on('error', leaveToClose)
    const answer = await decide(viewOf(request))
    if (answer.kind === 'refuse') refuseSocket(socket, answer)
    return answer.kind === 'refuse' || socket.destroyed ? undefined : answer.token
  }
}

/** Node tells `close` after every error, and that is what applications listen to. */
function leaveToClose(): void {}

/** Nothing of a framework has seen the request yet: it is as it came over the wire. */
function viewOf(request: IncomingMessage): RequestView<IncomingMessage> {
  return {
    request,
    key: request,
    method: request.method ?? '',
    target: request.url ?? '',
    unchanged: true,
    rawHeaders: request.rawHeaders,
    body: undefined,
    params: undefined,
  }
}
