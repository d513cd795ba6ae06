import type { PassAnswer, RefuseAnswer } from '@hallpass/http'
import type { RouteContext } from './route-context.js'

/** Starts the response to a request that a token opened. */
export function startResponse(ctx: RouteContext, { headers, vary }: PassAnswer): void {
  setHeaders(ctx, headers)
  if (vary !== '') ctx.vary(vary)
}

/** Ends the response to a request that is refused. */
export function sendRefusal(ctx: RouteContext, { status, headers, body }: RefuseAnswer): void {
  ctx.status = status
  setHeaders(ctx, headers)
  ctx.body = body
}

function setHeaders(ctx: RouteContext, headers: PassAnswer['headers']): void {
  for (const [name, value] of Object.entries(headers)) ctx.set(name, typeof value === 'string' ? value : [...value])
}
