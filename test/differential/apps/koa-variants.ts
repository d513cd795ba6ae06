import type { TokenService } from '@hallpass/core'
import { type AuthenticateOptions, authenticate, guard } from '@hallpass/koa'
import type { RouterMiddleware } from '@koa/router'
import type { Context, Middleware } from 'koa'
import type { Witness } from '../gates/witness.js'
import type { Ledger } from '../ledger.js'
import { ANY_TENANT, ONE_TENANT } from '../tokens.js'
import { createKoaApp } from './koa-app.js'
import type { Variants } from './variants.js'

/** The study's application on Koa, with each of the gates of `@hallpass/koa`. */
export const KOA: Variants = {
  framework: 'Koa',
  guarded: (ledger, service, witness) =>
    createKoaApp(ledger, { atRoot: [seenBy(witness)], atRoute: [guardOf(service)] }).callback(),
  authenticated: (ledger, service) =>
    createKoaApp(ledger, { atRoot: authenticated(ledger, service), atRoute: [] }).callback(),
  both: (ledger, service) =>
    createKoaApp(ledger, {
      atRoot: authenticated(ledger, service, { spend: 'at-guard' }),
      atRoute: [guardOf(service)],
    }).callback(),
}

function guardOf(service: TokenService): RouterMiddleware {
  return guard(service, [ANY_TENANT, ONE_TENANT])
}

function seenBy(witness: Witness): Middleware {
  return async (context, next) => {
    const { method, originalUrl: target } = context
    await witness.see(context.req, { method, target, parsedPath: () => context.path })
    await next()
  }
}

function authenticated(
  ledger: Ledger,
  service: TokenService,
  options?: AuthenticateOptions<Context>,
): readonly Middleware[] {
  const enter: Middleware = (context, next) => {
    ledger.enter(context.req)
    return next()
  }
  const passed: Middleware = (context, next) => {
    ledger.of(context.req).passedRoot = true
    return next()
  }
  return [enter, authenticate(service, options), passed]
}
