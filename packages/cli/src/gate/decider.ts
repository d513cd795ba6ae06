import type { IncomingMessage } from 'node:http'
import type { TokenService } from '@hallpass/core'
import {
  createGuard,
  createUpgradeGate,
  type Gate,
  type GateDecision,
  type Refused,
  type RequestView,
  type UpgradeOptions,
} from '@hallpass/http'
import { createBound } from './bounded.js'
import { isCanonical } from './canonical.js'
import type { ToldRequest } from './dialects.js'
import { withoutLimitedUses } from './limited-uses.js'
import { ownAnswer } from './own-answers.js'
import type { GateSettings } from './read-options.js'

/** What was decided, and why: for the log and the metrics. */
export interface Judgement {
  readonly answer: GateDecision
  /** A word of a closed set: `passed`, the reason of a refusal, `overload` or `too_late`. */
  readonly outcome: string
  /** The token's public id; only if the right secret was presented. */
  readonly tokenId: string | undefined
  /** What the store threw. For logs. */
  readonly error: unknown
}

/** Decides on requests, and never throws. */
export type Decide = (request: IncomingMessage, told: ToldRequest) => Promise<Judgement>

/** Decides on requests, and on upgrades. */
export interface Decider {
  readonly request: Decide
  readonly upgrade: Decide
}

/**
 * The decisions of a guard for all scopes of the service, in bounded time, for targets that have one spelling.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function createDecider(service: TokenService, settings: GateSettings): Decider {
  const { mode, limits } = settings
  const refusals = new WeakMap<IncomingMessage, Refused>()
  const options: UpgradeOptions = {
    ...settings.told,
    from: settings.places.map(({ source }) => source),
    onRefused: (refused, request) => void refusals.set(request, refused),
  }
  const asked = mode.name === 'proxy' || mode.limitedUses ? service : withoutLimitedUses(service)
  const { scopes } = asked.registry
  const spend = mode.name === 'proxy' ? mode.spend : 'before'
  const bound = createBound(limits)
  return {
    request: decideBy(createGuard(asked, scopes, { ...options, spend }), bound, refusals),
    upgrade: decideBy(createUpgradeGate(asked, scopes, options), bound, refusals),
  }
}

function decideBy(
  gate: Gate<IncomingMessage, GateDecision>,
  bound: ReturnType<typeof createBound>,
  refusals: WeakMap<IncomingMessage, Refused>,
): Decide {
  return async (request, told) => {
    const answer = await bound(() => gate(viewOf(request, told)))
    if (answer === 'overload' || answer === 'too_late')
      return { answer: ownAnswer('unavailable'), outcome: answer, tokenId: undefined, error: undefined }
    if (answer.kind === 'pass') return { answer, outcome: 'passed', tokenId: answer.token.id, error: undefined }
    const { because = 'unavailable', tokenId, error } = refusals.get(request) ?? {}
    return { answer, outcome: because, tokenId, error }
  }
}

/** A target that is not canonical is handed on as changed: every other check still comes first, and no route fits. */
export function viewOf(request: IncomingMessage, { method, target }: ToldRequest): RequestView<IncomingMessage> {
  return {
    request,
    key: request,
    method,
    target,
    unchanged: isCanonical(target),
    rawHeaders: request.rawHeaders,
    body: undefined,
    params: undefined,
  }
}
