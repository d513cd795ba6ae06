import { basic, bearer, body, cookie, query } from '@hallpass/http'
import type { SharedOptions } from '../apps/app-setup.js'
import type { SentRequest } from '../client.js'

/** A request with a bearer token. */
export function bearing(
  method: string,
  target: string,
  more: Partial<SentRequest> = {},
): (token: string) => SentRequest {
  return (token) => ({
    method,
    target,
    ...more,
    headers: [['Authorization', `Bearer ${token}`], ...(more.headers ?? [])],
  })
}

/** The same, byte by byte: supertest would clean the target. */
export function bearingRaw(
  method: string,
  target: string,
  more: Partial<SentRequest> = {},
): (token: string) => SentRequest {
  return bearing(method, target, { ...more, over: 'socket' })
}

/** A request with these header lines and no other, byte by byte. */
export function withLines(
  method: string,
  target: string,
  linesFor: (token: string) => SentRequest['headers'],
): (token: string) => SentRequest {
  return (token) => ({ method, target, headers: linesFor(token) ?? [], over: 'socket' })
}

/** The credentials of Basic. */
export function basicOf(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

export const LOOK = '/api/oauth/flows/f-1'
export const START = '/api/oauth/flows/f-1/start'
export const DOWNLOAD = '/api/oauth/files/d-1'
export const ORDER = '/api/oauth/orders/o-1'

/** Gates that take a token wherever one can be. */
export const EVERYWHERE: SharedOptions = { from: [bearer(), basic(), cookie('__Host-t'), query('t'), body('t')] }
