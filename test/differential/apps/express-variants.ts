import type { TokenService } from '@hallpass/core'
import { type AuthenticateOptions, authenticate, guard } from '@hallpass/express'
import type { Request, RequestHandler } from 'express'
import type { Witness } from '../gates/witness.js'
import type { Ledger } from '../ledger.js'
import { ANY_TENANT, ONE_TENANT } from '../tokens.js'
import { createExpressApp } from './express-app.js'
import type { Variants } from './variants.js'

/** The study's application on Express, with each of the gates of `@hallpass/express`. */
export const EXPRESS: Variants = {
  framework: 'Express',
  guarded: (ledger, service, witness) =>
    createExpressApp(ledger, { atRoot: [seenBy(witness)], atRoute: [guardOf(service)] }),
  authenticated: (ledger, service) => createExpressApp(ledger, { atRoot: authenticated(ledger, service), atRoute: [] }),
  both: (ledger, service) =>
    createExpressApp(ledger, {
      atRoot: authenticated(ledger, service, { spend: 'at-guard' }),
      atRoute: [guardOf(service)],
    }),
}

function guardOf(service: TokenService): RequestHandler {
  return guard(service, [ANY_TENANT, ONE_TENANT])
}

function seenBy(witness: Witness): RequestHandler {
  return async (request, _response, next) => {
    const { method, originalUrl: target } = request
    await witness.see(request, { method, target, parsedPath: () => request.path })
    next()
  }
}

function authenticated(
  ledger: Ledger,
  service: TokenService,
  options?: AuthenticateOptions<Request>,
): readonly RequestHandler[] {
  const enter: RequestHandler = (request, _response, next) => {
    ledger.enter(request)
    next()
  }
  const passed: RequestHandler = (request, _response, next) => {
    ledger.of(request).passedRoot = true
    next()
  }
  return [enter, authenticate(service, options), passed]
}
