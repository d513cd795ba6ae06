import type { HttpRequest, ReservedUse, TokenService, ValidatedToken } from '@hallpass/core'
import type { Answer, HeldUse, PassAnswer, RefuseAnswer, ResponseHeaders } from './answer.js'
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
import { heldUse } from './spending/held-use.js'
import { NEVER, type Spending, type Taken, takeUse } from './spending/take-use.js'

/** Decides on requests, and never throws. `A` is what it can answer: a guard never passes a request on without a token. */
export type Gate<R, A extends Answer = Answer> = (request: RequestView<R>) => Promise<A>

/** The answer to a request that presents a token. */
export type GateDecision = PassAnswer | RefuseAnswer

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
 * Whatever fails is a refusal.
 */
export async function ask<R>(
  asking: Asking<R>,
  request: RequestView<R>,
  presented: PresentedText,
): Promise<GateDecision> {
  const { service, settings, refuse } = asking
  const { text, source } = presented
  try {
    if (mayBeCrossSite(request, source, settings.allowedOrigins)) return refuse(request, 'cross_site')
    const bound = settings.context || settings.fingerprint ? await bindingsOf(settings, request.request) : undefined
    const question = questionOf(asking, request, text, bound)
    const ahead = looksAhead(request)
    const elsewhere = saysCrossSite(request, source, settings.allowedOrigins)
    const spending = ahead || elsewhere ? NEVER : asking.spending
    const taken = await takeUse(service, spending, text, question)
    if (!taken.ok) return refuse(request, taken.refusal.reason, refusalFacts(taken))
    const { token, hold } = taken
    if (spending.spend !== 'never' && token.spends) rememberTaken(request.key, { service, text, token })
    if (elsewhere && token.spends) return refuse(request, 'cross_site', { tokenId: token.id })
    if (ahead ? token.spends : request.method === 'HEAD' && (await getSpends(service, text, question)))
      return refuse(request, 'prefetch', { tokenId: token.id })
    return passAnswer(token, settings.vary, source, hold && held(asking, request, token, hold, spending))
  } catch (error) {
    return refuse(request, 'unavailable', { error })
  }
}

function held<R>(
  { refuse }: Asking<R>,
  request: RequestView<R>,
  token: ValidatedToken,
  hold: ReservedUse,
  spending: Spending,
): HeldUse | undefined {
  return heldUse(hold, spending, (because, error) => refuse(request, because, { tokenId: token.id, error }))
}

/** A target that something changed is handed on as none at all: every other check still comes first, and no route fits. */
function questionOf<R>(
  { service, settings, scopes }: Asking<R>,
  { key, method, target, unchanged, params }: RequestView<R>,
  text: string,
  bound: Bindings | undefined,
): HttpRequest {
  const taken = takenUse(key, service, text)
  const question: Writable<HttpRequest> = {
    method,
    target: unchanged ? withBasePath(settings.basePath, target) : '',
  }
  if (params) question.params = params
  if (scopes) question.scopes = scopes
  if (taken) question.taken = taken
  return bound ? { ...question, ...bound } : question
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Bindings = Pick<HttpRequest, 'context' | 'fingerprint'>

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
