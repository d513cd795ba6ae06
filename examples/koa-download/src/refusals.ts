import type { Context } from 'koa'

/** Koa takes every header away before it answers an error, but those that the error has itself. */
export const NOT_KEPT = { headers: { 'Cache-Control': 'no-store' } }

/** Refuses a body that cannot be read. It is the client's mistake, whatever was thrown: nothing for the log of errors. */
export function refuseBody(error: Error, ctx: Context): never {
  const status = 'status' in error && [413, 415].includes(Number(error.status)) ? Number(error.status) : 400
  ctx.throw(status, NOT_KEPT)
}
