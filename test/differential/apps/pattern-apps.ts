import type { RequestListener } from 'node:http'
import type { Scope, TokenService } from '@hallpass/core'
import { guard as expressGuard } from '@hallpass/express'
import { guard as koaGuard } from '@hallpass/koa'
import Router, { type RouterMiddleware } from '@koa/router'
import express, { type RequestHandler } from 'express'
import Koa from 'koa'
import type { Dispatch, Ledger } from '../ledger.js'

/** A route of one scope, with the rules of the router that it stands in. */
export interface PatternRoute {
  readonly scope: Scope
  readonly path: string
  readonly sensitive: boolean
  /** Whether a slash at the end counts. */
  readonly strict: boolean
}

type PatternApp = (ledger: Ledger, service: TokenService, routes: readonly PatternRoute[]) => RequestListener

/** Applications with a guarded route for each pattern, each in a router of its own. */
export const PATTERN_APPS: Readonly<Record<'Express' | 'Koa', PatternApp>> = { Express: onExpress, Koa: onKoa }

function onExpress(ledger: Ledger, service: TokenService, routes: readonly PatternRoute[]): RequestListener {
  const enter: RequestHandler = (request, _response, next) => {
    ledger.enter(request)
    next()
  }
  const app = express().set('env', 'test').use(enter)
  for (const { path, scope, sensitive, strict } of routes) {
    const arrive: RequestHandler = (request, _response, next) => {
      ledger.of(request).dispatched.push(dispatchTo(path, request.params))
      next()
    }
    const run: RequestHandler = (request, response) => {
      ledger.of(request).ran.push({ ...dispatchTo(path, request.params), token: request.validatedToken })
      response.end()
    }
    app.use(express.Router({ caseSensitive: sensitive, strict }).get(path, arrive, expressGuard(service, scope), run))
  }
  return app
}

function onKoa(ledger: Ledger, service: TokenService, routes: readonly PatternRoute[]): RequestListener {
  const app = new Koa()
  app.silent = true
  app.use((context, next) => {
    ledger.enter(context.req)
    return next()
  })
  for (const { path, scope, sensitive, strict } of routes) {
    const arrive: RouterMiddleware = (context, next) => {
      ledger.of(context.req).dispatched.push(dispatchTo(path, context.params))
      return next()
    }
    const run: RouterMiddleware = (context) => {
      const token = context.state['validatedToken']
      ledger.of(context.req).ran.push({ ...dispatchTo(path, context.params), token })
      context.body = ''
    }
    const gate: RouterMiddleware = koaGuard(service, scope)
    app.use(new Router({ sensitive, strict }).get(path, arrive, gate, run).routes())
  }
  return app.callback()
}

function dispatchTo(path: string, params: Dispatch['params']): Dispatch {
  return { route: `GET ${path}`, params: { ...params } }
}
