import type { RequestListener } from 'node:http'
import type { TokenService } from '@hallpass/core'
import { authenticate as expressAuthenticate, guard as expressGuard } from '@hallpass/express'
import { authenticate as koaAuthenticate, guard as koaGuard } from '@hallpass/koa'
import type { Request, RequestHandler } from 'express'
import type { Context, Middleware } from 'koa'
import type { Ledger } from '../ledger.js'
import { ANY_TENANT, ONE_TENANT } from '../tokens.js'
import { createExpressApp } from './express-app.js'
import { createKoaApp } from './koa-app.js'

/** Headers with the method and the target that a middleware puts in the place of the request's own. */
export const NEW_METHOD = 'x-new-method'
export const NEW_TARGET = 'x-new-target'

/** The study's application behind a middleware that rewrites requests, with `guard` at its routes. */
export interface RewritingApp {
  readonly name: string
  readonly open: (ledger: Ledger, service: TokenService) => RequestListener
}

type Rewrite<R> = (request: R, method: string, target: string) => void

const onExpress: Readonly<Record<string, Rewrite<Request>>> = {
  'req.url': (request, _method, target) => {
    request.url = target
  },
  'req.url and req.originalUrl': (request, _method, target) => {
    request.url = target
    request.originalUrl = target
  },
  'req.method': (request, method) => {
    request.method = method
  },
  'method and url': (request, method, target) => {
    request.method = method
    request.url = target
  },
}

const onKoa: Readonly<Record<string, Rewrite<Context>>> = {
  'ctx.url': (context, _method, target) => {
    context.url = target
  },
  'ctx.path': (context, _method, target) => {
    context.path = target
  },
  'ctx.newRouterPath': (context, _method, target) => {
    context['newRouterPath'] = target
  },
  'ctx.url and ctx.originalUrl': (context, _method, target) => {
    context.url = target
    context.originalUrl = target
    context.request.originalUrl = target
  },
  'ctx.method': (context, method) => {
    context.method = method
  },
  'method and path': (context, method, target) => {
    context.method = method
    context.path = target
  },
}

/** Every way to rewrite, before a guard, and between `authenticate` and a guard. */
export const REWRITING_APPS: readonly RewritingApp[] = [
  ...Object.entries(onExpress).flatMap(([name, rewrite]) => expressApps(name, rewrite)),
  ...Object.entries(onKoa).flatMap(([name, rewrite]) => koaApps(name, rewrite)),
]

function expressApps(name: string, rewrite: Rewrite<Request>): readonly RewritingApp[] {
  const app = (ledger: Ledger, service: TokenService, before: readonly RequestHandler[]) => {
    const enter: RequestHandler = (request, _response, next) => {
      ledger.enter(request)
      next()
    }
    const change: RequestHandler = (request, _response, next) => {
      rewrite(request, request.get(NEW_METHOD) as string, request.get(NEW_TARGET) as string)
      next()
    }
    const atRoute = [guardOf(service)]
    return createExpressApp(ledger, { atRoot: [enter, ...before, change], atRoute })
  }
  const guardOf = (service: TokenService): RequestHandler => expressGuard(service, [ANY_TENANT, ONE_TENANT])
  return [
    { name: `Express: ${name}`, open: (ledger, service) => app(ledger, service, []) },
    { name: `Express: ${name} after authenticate`, open: (l, s) => app(l, s, [expressAuthenticate(s)]) },
  ]
}

function koaApps(name: string, rewrite: Rewrite<Context>): readonly RewritingApp[] {
  const app = (ledger: Ledger, service: TokenService, before: readonly Middleware[]) => {
    const enter: Middleware = (context, next) => {
      ledger.enter(context.req)
      return next()
    }
    const change: Middleware = (context, next) => {
      rewrite(context, context.get(NEW_METHOD), context.get(NEW_TARGET))
      return next()
    }
    const atRoute = [koaGuard(service, [ANY_TENANT, ONE_TENANT])]
    return createKoaApp(ledger, { atRoot: [enter, ...before, change], atRoute }).callback()
  }
  return [
    { name: `Koa: ${name}`, open: (ledger, service) => app(ledger, service, []) },
    { name: `Koa: ${name} after authenticate`, open: (l, s) => app(l, s, [koaAuthenticate(s)]) },
  ]
}
