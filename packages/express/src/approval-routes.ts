import { pipeline } from 'node:stream'
import type { TokenService } from '@hallpass/core'
import { type ApprovalOptions, createApprovalRoutes, type ResponseHeaders, type StreamAnswer } from '@hallpass/http'
import { type Request, type Response, Router } from 'express'
import { viewOf } from './request-view.js'
import { sendAnswer } from './send-answer.js'

/**
 * The routes at which operators see what waits for approval, and approve or deny it, for programs and for people:
 * `app.use('/approvals', approvalRoutes(service, { approver }))`. They need no parser in front, and take one.
 *
 * `approver` is the application's own authentication. Where it gives no name, and to every request that carries a token,
 * they are closed.
 * @throws HallpassError `ERR_OPTIONS`, without an `approver` too
 */
export function approvalRoutes(service: TokenService, options: ApprovalOptions<Request>): Router {
  const router = Router()
  for (const { method, path, answer } of createApprovalRoutes(service, options))
    router[method](path, async (req, res) => {
      const answered = await answer({ ...viewOf(req, true), incoming: req })
      if (answered.kind === 'stream') sendStream(res, answered)
      else sendAnswer(res, answered)
    })
  return router
}

/** The stream is destroyed when the client leaves. */
function sendStream(res: Response, { status, headers, stream }: StreamAnswer): void {
  res.writeHead(status, linesOf(headers))
  pipeline(stream, res, () => {})
}

function linesOf(headers: ResponseHeaders): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )
}
