import { HallpassError, type TokenService } from '@hallpass/core'
import { admit } from './admit.js'
import { type ApprovalAnswer, textAnswer } from './approval-answer.js'
import { type ApprovalOptions, type ApprovalSettings, readApprovalSettings } from './approval-options.js'
import { refuseApproval } from './approval-refusal.js'
import type { ApprovalRequest } from './approval-request.js'
import { decide } from './decide.js'
import { createEventStreams } from './event-streams.js'
import { readApprovalScript } from './page/approval-script.js'
import { APPROVAL_STYLESHEET } from './page/approval-stylesheet.js'
import { showOne, showPending } from './show.js'

/** One of the approval routes, for an adapter to register as it is. */
export interface ApprovalRoute<R> {
  readonly method: 'get' | 'post'
  /** Below where the routes are mounted, in the syntax of the routers: the one placeholder is `id`. */
  readonly path: string
  /** Answers a request. Rejects only with `ERR_OPTIONS`, where `approver` gives what is no name. */
  readonly answer: (request: ApprovalRequest<R>) => Promise<ApprovalAnswer>
}

/**
 * The routes at which operators see what waits for approval, and approve or deny it: JSON for programs, pages for people.
 * To be registered in this order.
 *
 * They are closed but to operators: to requests for which `approver` gives no name, to all that carry a token, and, where
 * something is decided, to other sites.
 * @throws HallpassError `ERR_OPTIONS`, without an `approver` too
 */
export function createApprovalRoutes<R>(
  service: TokenService,
  options: ApprovalOptions<R>,
): readonly ApprovalRoute<R>[] {
  const settings = readApprovalSettings(service, options)
  const streams = createEventStreams(settings)
  const script = textAnswer('text/javascript; charset=utf-8', readApprovalScript())
  const route = (method: 'get' | 'post', path: string, work: Work<R>): ApprovalRoute<R> =>
    Object.freeze({ method, path, answer: (request: ApprovalRequest<R>) => answerOperator(settings, request, work) })
  return Object.freeze([
    route('get', '/', (request, by) => showPending(settings, request, by)),
    route('get', '/events', (request) => streams.open(request)),
    route('get', '/approvals.js', async () => script),
    route('get', '/approvals.css', async () => STYLESHEET),
    route('get', '/:id', (request, by) => showOne(settings, request, by)),
    route('post', '/:id/approve', (request, by) => decide(settings, request, by, 'approve')),
    route('post', '/:id/deny', (request, by) => decide(settings, request, by, 'deny')),
  ])
}

type Work<R> = (request: ApprovalRequest<R>, by: string) => Promise<ApprovalAnswer>

const STYLESHEET = textAnswer('text/css; charset=utf-8', APPROVAL_STYLESHEET)

async function answerOperator<R>(
  settings: ApprovalSettings<R>,
  request: ApprovalRequest<R>,
  work: Work<R>,
): Promise<ApprovalAnswer> {
  try {
    const admission = await admit(settings, request)
    if (!admission.admitted) return refuseApproval(request, admission.because)
    return await work(request, admission.by)
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'ERR_OPTIONS') throw error
    settings.onError(error)
    return refuseApproval(request, 'unavailable')
  }
}
