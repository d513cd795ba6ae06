import { HallpassError, type Scope, type ValidatedToken } from '@hallpass/core'
import { attachedToken, attachToken, createNotes } from '@hallpass/http'
import { isUnchanged } from './request-view.js'
import { type RouteContext, routeOf } from './route-context.js'

declare module 'koa' {
  interface DefaultState {
    /** The token that opened this request; `undefined` where none did. Read-only. */
    readonly validatedToken?: ValidatedToken | undefined
  }
}

/**
 * The token that opened this request, typed by the scope. A guard's token belongs to the guard's own route: another layer
 * that the router runs after it does not get it, so take it before `await next()`.
 *
 * Where a token need not be there (`authenticate` without `required`), read `ctx.state.validatedToken`.
 * @throws HallpassError `ERR_OPTIONS` where no `guard` or `authenticate` let a token of this scope in
 */
export function validatedToken(ctx: RouteContext): ValidatedToken
export function validatedToken<S extends Scope>(ctx: RouteContext, scope: S): ValidatedToken<S>
export function validatedToken(ctx: RouteContext, scope?: Scope): ValidatedToken {
  const token = tokenOf(ctx, scope)
  if (token) return token
  const which = scope ? `token of the scope "${scope.name}"` : 'token'
  throw new HallpassError(
    'ERR_OPTIONS',
    `validatedToken found no ${which}: put guard(service, scope) before this handler, at the same route`,
  )
}

/** Attaches a token to one route of a request, or to all, and shows it as `ctx.state.validatedToken`. */
export function showToken(ctx: RouteContext, token: ValidatedToken, route: object | undefined): void {
  if (!attachToken(ctx.req, token, route)) return
  contexts.set(ctx.state, ctx)
  Object.defineProperty(ctx.state, 'validatedToken', SHOWN)
}

const contexts = createNotes<object, RouteContext>()

/** One getter for all states: with a closure each, every request would leave a shape behind, until the next full collection. */
const SHOWN: PropertyDescriptor = {
  get(this: object) {
    const ctx = contexts.get(this)
    return ctx && tokenOf(ctx)
  },
  enumerable: true,
}

/** A token was checked for a method and a target: where they changed since, it opens nothing. */
function tokenOf(ctx: RouteContext, scope?: Scope): ValidatedToken | undefined {
  const token = attachedToken(ctx.req, routeOf(ctx), scope)
  return token && isUnchanged(ctx) ? token : undefined
}
