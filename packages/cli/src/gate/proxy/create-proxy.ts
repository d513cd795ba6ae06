import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TokenService } from '@hallpass/core'
import type { PassAnswer } from '@hallpass/http'
import { type Decide, viewOf } from '../decider.js'
import { grantHeaders, type HeaderPair } from '../grant-headers.js'
import type { GateSettings } from '../read-options.js'
import { sendAnswer } from '../send-answer.js'
import type { Tell } from '../tell.js'
import { runExchange } from './exchange.js'
import { framingOf, hasOneHost } from './framing.js'
import { forwardedLines, passedLines, passesTrailer } from './request-headers.js'
import { stripToken } from './strip-token.js'
import type { Upstream } from './upstream.js'

/** What a proxy is made of. */
export interface ProxyParts {
  readonly service: TokenService
  readonly settings: GateSettings
  readonly decide: Decide
  readonly tell: Tell
  readonly upstream: Upstream
}

/** Decides on each request and, where a token opens it, hands it to the upstream and the response back. */
export function createProxy({ service, settings, decide, tell, upstream }: ProxyParts) {
  const owns = (text: string) => service.owns(text)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const framing = framingOf(request)
    if (framing === undefined || !hasOneHost(request)) return tell.refuse(request, response, 'bad_request')
    const told = { method: request.method ?? '', target: request.url ?? '' }
    const { answer } = await tell.judge(request, told, decide)
    if (answer.kind === 'refuse') return sendAnswer(response, answer)
    if (answer.held?.settleBy(response) === false || response.destroyed) return
    const stripped = stripToken(viewOf(request, told), settings.places, owns)
    const headers = [...headersFor(request, answer, settings, stripped), ...framing, CLOSE, ...expectation(request)]
    const outgoing = upstream({ method: told.method, target: stripped.target, headers })
    const exchange = { request, response, outgoing, pass: answer }
    const { result, error } = await runExchange({ ...exchange, passesTrailer: (name) => passesTrailer(name, stripped) })
    tell.exchanged(request, result, error)
  }
}

const CLOSE: HeaderPair = ['Connection', 'close']

/** The only expectation there is, and none in HTTP/1.0 (RFC 9110 10.1.1); others are refused. */
function expectation({ headers, httpVersion }: IncomingMessage): readonly HeaderPair[] {
  return headers.expect === undefined || httpVersion !== '1.1' ? [] : [['Expect', '100-continue']]
}

/** The client's lines, who the client is, and what the token grants: the last two are the gate's word alone. */
export function headersFor(
  request: IncomingMessage,
  { token }: Pick<PassAnswer, 'token'>,
  { isTrustedPeer }: GateSettings,
  stripped: ReturnType<typeof stripToken>,
): readonly HeaderPair[] {
  const trusted = isTrustedPeer(request.socket.remoteAddress)
  const own = [...forwardedLines(request, trusted), ...grantHeaders(token)]
  const written = new Set(own.map(([name]) => name.toLowerCase()))
  const passed = passedLines(request, { ...stripped, trusted }).filter(([name]) => !written.has(name.toLowerCase()))
  const host = request.headers.host === undefined ? [['Host', ''] as const] : []
  return [...host, ...passed, ...own]
}
