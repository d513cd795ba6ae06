import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Scope, TokenService } from '@hallpass/core'
import * as forExpress from '@hallpass/express'
import type { GuardOptions } from '@hallpass/http'
import * as forKoa from '@hallpass/koa'
import Router from '@koa/router'
import express, { type ErrorRequestHandler } from 'express'
import Koa from 'koa'

/** An application with one guarded route, `POST /files/:fileId`, said without the words of a framework. */
export interface AppSetup {
  readonly service: TokenService
  readonly scope: Scope
  readonly options: Omit<GuardOptions<unknown>, 'context' | 'fingerprint'>
  /** What stands before the handler. */
  readonly gates: 'guard' | 'two guards' | 'authenticate and guard'
  readonly handler: Handler
  /** Hears of every error that reaches the application's own handler of errors. */
  readonly failed: (error: unknown) => void
}

/** What the handler does: by the framework's own means, or on Node's response. */
export type Handler =
  | { readonly answers: () => Answered | Promise<Answered> }
  | { readonly writes: (response: ServerResponse, request: IncomingMessage) => void | Promise<void> }

export interface Answered {
  readonly status: number
  readonly body: string
}

export interface Framework {
  readonly name: 'Express' | 'Koa'
  readonly build: (setup: AppSetup) => RequestListener
}

export const FRAMEWORKS: readonly Framework[] = [
  { name: 'Express', build: expressApp },
  { name: 'Koa', build: koaApp },
]

function expressApp({ service, scope, options, gates, handler, failed }: AppSetup): RequestListener {
  const app = express()
  if (gates === 'authenticate and guard') app.use(forExpress.authenticate(service, { spend: 'at-guard' }))
  const guards = Array.from({ length: gates === 'two guards' ? 2 : 1 }, () => forExpress.guard(service, scope, options))
  app.all('/files/:fileId', ...guards, async (req, res) => {
    if ('writes' in handler) return handler.writes(res, req)
    const { status, body } = await handler.answers()
    res.status(status).type('text').send(body)
  })
  const onError: ErrorRequestHandler = (error, _req, res, next) => {
    failed(error)
    if (res.headersSent) next(error)
    else res.status(error.status ?? 500).end()
  }
  return app.use(onError).set('env', 'test')
}

function koaApp({ service, scope, options, gates, handler, failed }: AppSetup): RequestListener {
  const app = new Koa()
  app.on('error', failed)
  if (gates === 'authenticate and guard') app.use(forKoa.authenticate(service, { spend: 'at-guard' }))
  const guards = Array.from({ length: gates === 'two guards' ? 2 : 1 }, () => forKoa.guard(service, scope, options))
  const router = new Router()
  router.all('/files/:fileId', ...guards, async (ctx) => {
    if ('writes' in handler) {
      ctx.respond = false
      return handler.writes(ctx.res, ctx.req)
    }
    const { status, body } = await handler.answers()
    ctx.status = status
    ctx.body = body
  })
  return app.use(router.routes()).callback()
}
