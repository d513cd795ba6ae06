import { acceptsHtml } from '../accepts-html.js'
import { type ApprovalAnswer, jsonAnswer } from './approval-answer.js'
import type { ApprovalSettings } from './approval-options.js'
import { refuseApproval } from './approval-refusal.js'
import type { ApprovalRequest } from './approval-request.js'
import { pendingPage } from './page/pending-page.js'
import { tokenPage } from './page/token-page.js'
import { readPending } from './pending.js'
import { rootOf } from './root-of.js'
import { shownToken } from './shown-token.js'
import { tokenId } from './token-id.js'

/** Shows what waits for approval. */
export async function showPending<R>(
  settings: ApprovalSettings<R>,
  request: ApprovalRequest<R>,
  by: string,
): Promise<ApprovalAnswer> {
  const pending = await readPending(settings.service)
  const showing = showingOf(settings)
  const tokens = pending.tokens.map((summary) => shownToken(summary, showing))
  const { more, digest } = pending
  if (!acceptsHtml(request)) return jsonAnswer({ pending: tokens, more })
  return pendingPage({ tokens, more, digest, by, root: rootOf(request, 0) })
}

/** Shows one token, whatever became of it. */
export async function showOne<R>(
  settings: ApprovalSettings<R>,
  request: ApprovalRequest<R>,
  by: string,
): Promise<ApprovalAnswer> {
  const id = tokenId(request)
  const summary = id === undefined ? undefined : await settings.service.get(id)
  const root = rootOf(request, 1)
  if (!summary) return refuseApproval(request, 'not_found', { href: root, text: 'See what waits for approval' })
  const token = shownToken(summary, showingOf(settings))
  return acceptsHtml(request) ? tokenPage({ token, by, root }) : jsonAnswer(token)
}

function showingOf<R>({ service, metadata, now }: ApprovalSettings<R>) {
  return { registry: service.registry, metadata, now: now() }
}
