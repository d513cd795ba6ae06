import { HallpassError, type Scope, type ValidatedToken } from '@hallpass/core'
import { attachedToken, attachToken } from '@hallpass/http'
import type { Request } from 'express'
import { isUnchanged, type RequestLine } from './request-view.js'

declare module 'http' {
  interface IncomingMessage {
    /** The token that opened this request of Express; `undefined` where none did. Read-only. */
    readonly validatedToken?: ValidatedToken | undefined
  }
}

/**
 * The token that opened this request, typed by the scope. A guard's token belongs to the guard's own route: after
 * `next('route')` another route does not get it.
 *
 * Where a token need not be there (`authenticate` without `required`), read `req.validatedToken`.
 * @throws HallpassError `ERR_OPTIONS` where no `guard` or `authenticate` let a token of this scope in
 */
export function validatedToken(req: RoutedRequest): ValidatedToken
export function validatedToken<S extends Scope>(req: RoutedRequest, scope: S): ValidatedToken<S>
export function validatedToken(req: RoutedRequest, scope?: Scope): ValidatedToken {
  const token = tokenOf(req, scope)
  if (token) return token
  const which = scope ? `token of the scope "${scope.name}"` : 'token'
  throw new HallpassError(
    'ERR_OPTIONS',
    `validatedToken found no ${which}: put guard(service, scope) before this handler, at the same route`,
  )
}

/** Express's request, whatever the types of its parameters. */
export type RoutedRequest = RequestLine & Pick<Request, 'route'>

/** Attaches a token to one route of a request, or to all, and shows it as `req.validatedToken`. */
export function showToken(req: RoutedRequest, token: ValidatedToken, route: object | undefined): void {
  if (attachToken(req, token, route)) Object.defineProperty(req, 'validatedToken', SHOWN)
}

const SHOWN: PropertyDescriptor = {
  get(this: RoutedRequest) {
    return tokenOf(this)
  },
  enumerable: true,
}

/** A token was checked for a method and a target: where they changed since, it opens nothing. */
function tokenOf(req: RoutedRequest, scope?: Scope): ValidatedToken | undefined {
  const token = attachedToken(req, req.route, scope)
  return token && isUnchanged(req) ? token : undefined
}
