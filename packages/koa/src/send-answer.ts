import type { PassAnswer, RefuseAnswer, ShowAnswer } from '@hallpass/http'
import type { RouteContext } from './route-context.js'

/** Starts the response to a request that a token opened. */
export function startResponse(ctx: RouteContext, { headers, vary }: PassAnswer): void {
  setHeaders(ctx, headers)
  if (vary === '') return
  if (ctx.headerSent || ctx.res.hasHeader('Vary')) ctx.vary(vary)
  else ctx.res.setHeader('Vary', vary)
}

/** Makes the response out of what was decided. */
export function sendAnswer(ctx: RouteContext, { status, headers, body }: RefuseAnswer | ShowAnswer): void {
  ctx.status = status
  setHeaders(ctx, headers)
  ctx.body = body
}

function setHeaders(ctx: RouteContext, headers: PassAnswer['headers']): void {
  if (ctx.headerSent) return
  for (const name in headers) ctx.res.setHeader(name, headers[name] as string | readonly string[])
}
