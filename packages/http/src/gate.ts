import type { HttpRequest, TokenService } from '@hallpass/core'
import type { Answer, PassAnswer, RefuseAnswer, ResponseHeaders } from './answer.js'
import { withBasePath } from './base-path.js'
import { mayBeCrossSite, saysCrossSite } from './cross-site.js'
import { inTime } from './in-time.js'
import { looksAhead } from './looks-ahead.js'
import type { Presented } from './presented.js'
import type { Refuse } from './refusing/refuser.js'
import { rememberTaken, takenUse } from './request-memory.js'
import type { RequestView } from './request-view.js'
import type { GateSettings } from './settings.js'
import type { TokenSource } from './sources/token-source.js'
import { type HeldUse, heldUse, type RefuseLate } from './spending/held-use.js'
import { NEVER, type Spending, type Taken, takeUse } from './spending/take-use.js'

/** Decides on requests, and never throws. `A` is what it can answer: a guard never passes a request on without a token. */
export type Gate<R, A extends Answer = Answer> = (request: RequestView<R>) => Promise<A>

/** The answer to a request that presents a token. */
export type Decision = PassAnswer | RefuseAnswer

/** What a gate asks with, the same for every request. */
export interface Asking<R> {
  readonly service: TokenService
  readonly settings: GateSettings<R>
  readonly refuse: Refuse<R>
  /** The scopes that are accepted, by name; `undefined` for any. */
  readonly scopes: readonly string[] | undefined
  readonly spending: Spending
}

type PresentedText = Extract<Presented, { readonly text: string }>

/**
 * Asks the service about a presented text. What looks ahead, or was started by another site's page, is validated only, and
 * refused where the route spends, and so is `HEAD` where `GET` spends: a handler runs at most as often as there are uses.
 */
export async function ask<R>(asking: Asking<R>, request: RequestView<R>, presented: PresentedText): Promise<Decision> {
  const { service, settings, refuse } = asking
  if (mayBeCrossSite(request, presented.source, settings.allowedOrigins)) return refuse(request, 'cross_site')
  const bound = settings.context || settings.fingerprint ? await bindingsOf(settings, request.request) : UNBOUND
  const question = questionOf(asking, request, presented.text, bound)
  const ahead = looksAhead(request)
  const elsewhere = saysCrossSite(request, presented.source, settings.allowedOrigins)
  const spending = ahead || elsewhere ? NEVER : asking.spending
  const taken = await takeUse(service, spending, presented.text, question)
  if (!taken.ok) return refuse(request, taken.refusal.reason, refusalFacts(taken))
  const { token, hold } = taken
  if (spending.spend !== 'never') rememberTaken(request.key, { service, text: presented.text, token })
  if (elsewhere && token.spends) return refuse(request, 'cross_site', { tokenId: token.id })
  if (ahead ? token.spends : request.method === 'HEAD' && (await getSpends(service, presented.text, question)))
    return refuse(request, 'prefetch', { tokenId: token.id })
  const refuseLate: RefuseLate = (because, error) => refuse(request, because, { tokenId: token.id, error })
  const held = hold && heldUse(hold, spending, refuseLate)
  return passAnswer(token, settings.vary, presented.source, held)
}

/** A target that something changed is handed on as none at all: every other check still comes first, and no route fits. */
function questionOf<R>(
  { service, settings, scopes }: Asking<R>,
  { key, method, target, unchanged, params }: RequestView<R>,
  text: string,
  bound: Bindings,
): HttpRequest {
  const taken = takenUse(key, service, text)
  return {
    method,
    target: unchanged ? withBasePath(settings.basePath, target) : '',
    ...(params && { params }),
    ...(scopes && { scopes }),
    ...(taken && { taken }),
    ...bound,
  }
}

type Bindings = Pick<HttpRequest, 'context' | 'fingerprint'>

const UNBOUND: Bindings = Object.freeze({})

async function bindingsOf<R>(settings: GateSettings<R>, request: R): Promise<Bindings> {
  const context = await inTime(settings.context?.(request), 'context')
  const fingerprint = await inTime(settings.fingerprint?.(request), 'fingerprint')
  return { ...(context && { context }), ...(fingerprint !== undefined && { fingerprint }) }
}

function refusalFacts({ refusal }: Taken & { readonly ok: false }) {
  return { tokenId: refusal.id, retryAfterMs: refusal.retryAfterMs }
}

/** Routers answer `HEAD` with the handler of `GET`. */
async function getSpends(service: TokenService, text: string, question: HttpRequest): Promise<boolean> {
  const asGet = await service.validate(text, { ...question, method: 'GET' })
  return asGet.ok && asGet.token.spends
}

function passAnswer(token: PassAnswer['token'], vary: string, source: TokenSource, held?: HeldUse): PassAnswer {
  return { kind: 'pass', token, headers: source.inUrl ? PRIVATE_URL : PRIVATE, vary, held }
}

const PRIVATE: ResponseHeaders = Object.freeze({ 'cache-control': 'no-store' })
const PRIVATE_URL: ResponseHeaders = Object.freeze({ ...PRIVATE, 'referrer-policy': 'no-referrer' })
