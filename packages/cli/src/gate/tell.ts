import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessLine, errorFields } from './access-line.js'
import type { Decide, Judgement } from './decider.js'
import type { ToldRequest } from './dialects.js'
import type { GateMetrics } from './metrics.js'
import type { GateLog } from './options.js'
import { type OwnAnswer, ownAnswer } from './own-answers.js'
import { sendAnswer } from './send-answer.js'

/** Tells log and metrics of what the gate decides. */
export interface Tell {
  /** Decides, and tells what came of it. */
  judge(request: IncomingMessage, told: ToldRequest, decide: Decide): Promise<Judgement>
  /** Refuses for a reason of the gate itself, before any token is looked at. */
  refuse(request: IncomingMessage, response: ServerResponse, why: OwnAnswer): void
  /** A reason of the gate itself that was answered elsewhere. */
  refused(request: IncomingMessage, why: OwnAnswer): void
  /** How an exchange with the upstream ended. */
  exchanged(request: IncomingMessage, result: string, error: unknown): void
  /** An error that nobody expected. */
  failed(request: IncomingMessage, error: unknown): void
}

export function createTell(log: GateLog, metrics: GateMetrics): Tell {
  const refused = (request: IncomingMessage, why: OwnAnswer) => {
    metrics.requests.inc({ outcome: why })
    log.warn({ peer: request.socket.remoteAddress, outcome: why }, 'refused')
  }
  return {
    refused,
    refuse(request, response, why) {
      refused(request, why)
      sendAnswer(response, ownAnswer(why))
    },
    async judge(request, told, decide) {
      const stop = metrics.decision.startTimer()
      const judgement = await decide(request, told)
      stop()
      metrics.requests.inc({ outcome: judgement.outcome })
      const line = accessLine(request, told, judgement)
      if (judgement.answer.kind === 'pass') log.info(line, 'passed')
      else if (judgement.answer.status < 500) log.info(line, 'refused')
      else log.error({ ...line, ...(judgement.error !== undefined && errorFields(judgement.error)) }, 'not decided')
      return judgement
    },
    exchanged(request, result, error) {
      metrics.upstream.inc({ result })
      if (error === undefined) return
      log.warn({ peer: request.socket.remoteAddress, result, ...errorFields(error) }, 'the upstream failed')
    },
    failed(request, error) {
      metrics.requests.inc({ outcome: 'internal' })
      log.error({ peer: request.socket.remoteAddress, ...errorFields(error) }, 'the gate failed')
    },
  }
}
