import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PassAnswer, RefuseAnswer } from '@hallpass/http'
import type { Decide } from './decider.js'
import { type Dialect, readTold } from './dialects.js'
import { grantHeaders } from './grant-headers.js'
import type { OwnAnswer } from './own-answers.js'
import type { ForwardAuthSettings, GateSettings } from './read-options.js'
import { hasBody } from './rest-of-body.js'
import { sendAnswer } from './send-answer.js'
import type { Tell } from './tell.js'

/** Answers a proxy's question about one request: 200 with the grant's headers, or the refusal. */
export function createForwardAuth(settings: GateSettings, mode: ForwardAuthSettings, decide: Decide, tell: Tell) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const objection = objectionTo(request, settings, mode)
    if (objection !== undefined) return tell.refuse(request, response, objection)
    const told = readTold(mode.dialect, request, mode.pathPrefix)
    if (told === undefined) return tell.refuse(request, response, 'not_told')
    const { answer } = await tell.judge(request, told, decide)
    if (answer.kind === 'refuse') sendAnswer(response, asUnderstood(answer, mode.dialect))
    else sendGrant(response, answer)
  }
}

function objectionTo(
  request: IncomingMessage,
  { isTrustedPeer }: GateSettings,
  { asksPeers, showsSecret }: ForwardAuthSettings,
): OwnAnswer | undefined {
  if (asksPeers && !isTrustedPeer(request.socket.remoteAddress)) return 'not_trusted'
  if (!showsSecret(request)) return 'not_trusted'
  return hasBody(request) ? 'has_body' : undefined
}

function sendGrant(response: ServerResponse, { token }: PassAnswer): void {
  response.statusCode = 200
  response.setHeader('cache-control', 'no-store')
  for (const [name, value] of grantHeaders(token)) response.setHeader(name, value)
  response.setHeader('content-length', 0)
  response.end()
}

/**
 * A refusal in a status that the proxy hands on: another one below 500 becomes a 403. Failures stay: the proxy makes an error
 * of its own of them, and lets nothing through. Challenges that must fit one line have Basic first, for clients that read
 * only the beginning.
 */
function asUnderstood(answer: RefuseAnswer, { handsOn, oneChallenge }: Dialect): RefuseAnswer {
  const understood = handsOn === 'any' || answer.status >= 500 || handsOn.includes(answer.status)
  const challenges = [answer.headers['www-authenticate'] ?? []].flat()
  const oneLine = oneChallenge && challenges.length > 1 && { 'www-authenticate': challenges.toReversed().join(', ') }
  return { ...answer, status: understood ? answer.status : 403, headers: { ...answer.headers, ...oneLine } }
}
