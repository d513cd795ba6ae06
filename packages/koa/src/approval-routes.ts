import { pipeline } from 'node:stream'
import type { TokenService } from '@hallpass/core'
import { type ApprovalOptions, createApprovalRoutes, type StreamAnswer } from '@hallpass/http'
import Router from '@koa/router'
import { viewOf } from './request-view.js'
import type { RouteContext } from './route-context.js'
import { sendAnswer } from './send-answer.js'

/**
 * The routes at which operators see what waits for approval, and approve or deny it, for programs and for people:
 * `router.use('/approvals', approvalRoutes(service, { approver }).routes())`. They need no parser in front, and take one.
 *
 * `approver` is the application's own authentication. Where it gives no name, and to every request that carries a token,
 * they are closed.
 * @throws HallpassError `ERR_OPTIONS`, without an `approver` too
 */
export function approvalRoutes(service: TokenService, options: ApprovalOptions<RouteContext>): Router {
  const router = new Router()
  for (const { method, path, answer } of createApprovalRoutes(service, options))
    router[method](path, async (ctx) => {
      const answered = await answer({ ...viewOf<RouteContext>(ctx, true), incoming: ctx.req })
      if (answered.kind === 'stream') sendStream(ctx, answered)
      else sendAnswer(ctx, answered)
    })
  return router
}

/** Past Koa's own sending, which reports each client that leaves as an error. The stream is destroyed when it does. */
function sendStream(ctx: RouteContext, { status, headers, stream }: StreamAnswer): void {
  ctx.status = status
  for (const [name, value] of Object.entries(headers)) ctx.set(name, typeof value === 'string' ? value : [...value])
  ctx.respond = false
  ctx.flushHeaders()
  pipeline(stream, ctx.res, () => {})
}
