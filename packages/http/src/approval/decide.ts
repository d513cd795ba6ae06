import type { OutcomeReason } from '@hallpass/core'
import { acceptsHtml } from '../accepts-html.js'
import type { RefuseAnswer } from '../answer.js'
import { bodyKind } from '../body-kind.js'
import { type ApprovalAnswer, jsonAnswer, seeOther } from './approval-answer.js'
import type { ApprovalSettings } from './approval-options.js'
import { refuseApproval } from './approval-refusal.js'
import type { ApprovalRequest } from './approval-request.js'
import { readDecision, type SentDecision } from './decision.js'
import { isOfOwnSite } from './own-site.js'
import { rootOf } from './root-of.js'
import { tokenId } from './token-id.js'

/** What operators decide here. */
export type ApprovalAction = 'approve' | 'deny'

/**
 * Takes a decision. The name is the operator's own, whatever the body says; the revision says what was seen, and the service
 * holds it against the record inside of the transition.
 * @throws HallpassError `ERR_STORE`, `ERR_CONTENTION`
 */
export async function decide<R>(
  { service }: ApprovalSettings<R>,
  request: ApprovalRequest<R>,
  by: string,
  action: ApprovalAction,
): Promise<ApprovalAnswer> {
  if (!isOfOwnSite(request, bodyKind(request) === 'form')) return refuseApproval(request, 'cross_site')
  const sent = await readDecision(service, request)
  if (typeof sent === 'string') return refuseApproval(request, sent)
  const id = tokenId(request)
  if (id === undefined) return refused(request, 'not_found', '')
  const outcome = await service[action](id, decisionOf(by, sent))
  if (!outcome.ok) return refused(request, outcome.reason, id)
  if (acceptsHtml(request)) return seeOther(rootOf(request, 2) + id)
  return jsonAnswer({ id, decision: DECISIONS[action], changed: outcome.changed })
}

function decisionOf(by: string, { revision, note }: SentDecision) {
  return { by, seen: revision, ...(note !== undefined && { note }) }
}

/** Leads back to what was looked at, or to all where that is nothing. */
function refused(request: ApprovalRequest, because: OutcomeReason, id: string): RefuseAnswer {
  const root = rootOf(request, 2)
  const wayOn =
    because === 'not_found'
      ? { href: root, text: 'See what waits for approval' }
      : { href: root + id, text: 'Look at it again' }
  return refuseApproval(request, because, wayOn)
}

const DECISIONS = { approve: 'approved', deny: 'denied' } as const
