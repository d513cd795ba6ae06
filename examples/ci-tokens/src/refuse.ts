import { HallpassError } from '@hallpass/core'
import type { NextFunction, Request, Response } from 'express'
import { TooManySignIns } from './people.js'

/** Ends a request with a problem document (RFC 9457). */
export function refuse(res: Response, status: number, code: string, detail: string): void {
  res.status(status).type('application/problem+json').json({ type: 'about:blank', status, code, detail })
}

/** What `mint` refuses is the person's to hear; what a store throws is not. Express knows this by its four parameters. */
export function refuseErrors(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (isUnreadable(error)) refuse(res, error.status, 'body_unreadable', 'The body cannot be read.')
  else if (error instanceof TooManySignIns)
    refuse(res.set('retry-after', '1'), 429, 'too_many_sign_ins', 'Others sign in at the moment.')
  else if (!(error instanceof HallpassError)) next(error)
  else if (error.code === 'ERR_WITHIN') refuse(res, 403, 'more_than_yours', error.message)
  else if (MISTAKES.has(error.code)) refuse(res, 400, 'order_invalid', error.message)
  else refuse(res.set('retry-after', '5'), 503, 'store_unavailable', 'This does not work at the moment.')
}

const MISTAKES: ReadonlySet<string> = new Set([
  'ERR_RESOURCE_ID',
  'ERR_TTL_INVALID',
  'ERR_TTL_EXCEEDS_MAX',
  'ERR_OPTIONS',
])

/** What a parser of bodies refuses. Express would print it with the whole body, and so with the password in it. */
function isUnreadable(error: unknown): error is { readonly status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
}
