import { redactUrl } from '@hallpass/koa'
import type { Middleware } from 'koa'

/** One line for each request: method, URL, status. The token is in the URL, and its secret stays out of the log. */
export function accessLog(log: (line: string) => void): Middleware {
  return async (ctx, next) => {
    ctx.res.once('finish', () => log(`${ctx.method} ${redactUrl(ctx.originalUrl)} ${ctx.status}`))
    await next()
  }
}
