import type { RefuseAnswer, ResponseHeaders } from '../answer.js'
import { ANSWERS, type AnswerRow, type ProblemCode, type RefusedBecause } from '../answers.js'
import { contained, ignore } from '../contained.js'
import type { RequestView } from '../request-view.js'
import type { GateSettings } from '../settings.js'
import { type ChallengeFacts, challengesOf } from './challenge.js'
import { isNavigation } from './navigation.js'
import { type Problem, problemOf } from './problem.js'
import { renderPage } from './render-page.js'

/** What is known of a refusal besides its reason. */
export interface RefusalFacts {
  /** The token's public id; only if the right secret was presented. */
  readonly tokenId?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly error?: unknown
}

/** Makes the response of a refusal and tells the listener. Throws nothing. */
export type Refuse<R> = (request: RequestView<R>, because: RefusedBecause, facts?: RefusalFacts) => RefuseAnswer

/** `scopes` are the names that the challenge for a wrong route tells; empty for none. */
export function createRefuser<R>(settings: GateSettings<R>, scopes: readonly string[]): Refuse<R> {
  const prepared = prepareAll(settings, scopes)
  const tell = contained(settings.onRefused ?? ignore)
  return (request, because, facts = {}) => {
    const told = prepared[toldInstead(because, facts, settings.disclosure)]
    const { status, code } = told.problem
    const { tokenId, error } = facts
    tell(Object.freeze({ because, status, code, tokenId, error }), request.request)
    const page = isNavigation(request) ? renderPage(settings.page, told.problem) : undefined
    const headers = { ...(page?.headers ?? JSON_HEADERS), ...told.headers, ...retryAfter(told.row, facts) }
    return { kind: 'refuse', status, headers, body: page?.body ?? told.json }
  }
}

const JSON_HEADERS: ResponseHeaders = {
  'content-type': 'application/problem+json',
  'x-content-type-options': 'nosniff',
}

/** Reasons are told only to whoever presented the right secret, and none where the gate is opaque. */
function toldInstead(
  because: RefusedBecause,
  { tokenId }: RefusalFacts,
  disclosure: 'reasons' | 'opaque',
): RefusedBecause {
  const row: AnswerRow = ANSWERS[because]
  if (row.tells === 'the request') return because
  if (disclosure === 'opaque') return 'unknown'
  return row.tells === 'the token' && tokenId === undefined ? 'unknown' : because
}

interface PreparedRefusal {
  readonly row: AnswerRow
  readonly problem: Problem
  readonly json: string
  readonly headers: ResponseHeaders
}

/** Everything that does not depend on the request is made once. */
function prepareAll<R>(
  { realm, from }: GateSettings<R>,
  scopes: readonly string[],
): Record<RefusedBecause, PreparedRefusal> {
  const basic = from.some((source) => source.challenge === 'Basic')
  const inUrl = from.some((source) => source.inUrl)
  const rows = Object.entries(ANSWERS) as [RefusedBecause, AnswerRow & { readonly code: ProblemCode }][]
  return Object.fromEntries(
    rows.map(([because, row]) => [because, prepare(row, { realm, basic, scopes }, inUrl)]),
  ) as Record<RefusedBecause, PreparedRefusal>
}

function prepare(
  row: AnswerRow & { readonly code: ProblemCode },
  facts: ChallengeFacts,
  inUrl: boolean,
): PreparedRefusal {
  const problem = problemOf(row)
  const challenges = challengesOf(row, facts)
  const headers = {
    'cache-control': 'no-store',
    ...(challenges.length > 0 && { 'www-authenticate': challenges }),
    ...(inUrl && { 'referrer-policy': 'no-referrer' }),
  }
  return { row, problem, json: JSON.stringify(problem), headers }
}

function retryAfter({ retryAfter }: AnswerRow, { retryAfterMs }: RefusalFacts): ResponseHeaders {
  if (retryAfter === undefined) return {}
  const seconds = retryAfterMs === undefined ? retryAfter : Math.max(1, Math.ceil(retryAfterMs / 1000))
  return { 'retry-after': String(seconds) }
}
