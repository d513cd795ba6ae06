import type { RequestListener } from 'node:http'
import { defineScope, type TokenService } from '@hallpass/core'
import { guard as expressGuard } from '@hallpass/express'
import { guard as koaGuard } from '@hallpass/koa'
import Router from '@koa/router'
import express from 'express'
import Koa from 'koa'
import type { Ledger } from '../ledger.js'

/** Single-use tokens, for a route that is spent by `POST` and one that is spent by `GET`. */
export const ONCE = defineScope({
  name: 'once',
  routes: ['POST /once/:flowId', { method: 'GET', path: '/link/:flowId', spends: true }],
  resource: 'flowId',
  uses: 1,
  maxTtl: '1h',
})

/** Applications whose routers hand every method to the guard, and whose handlers count. */
export const SPENDING_APPS = {
  Express: (ledger: Ledger, service: TokenService): RequestListener => {
    const app = express().set('env', 'test')
    app.use((request, _response, next) => {
      ledger.enter(request)
      next()
    })
    for (const path of ['/once/:flowId', '/link/:flowId'])
      app.all(path, expressGuard(service, ONCE), (request, response) => {
        ledger.of(request).ran.push({ route: request.method, params: {}, token: request.validatedToken })
        response.end()
      })
    return app
  },
  Koa: (ledger: Ledger, service: TokenService): RequestListener => {
    const app = new Koa()
    const router = new Router()
    app.use((context, next) => {
      ledger.enter(context.req)
      return next()
    })
    for (const path of ['/once/:flowId', '/link/:flowId'])
      router.all(path, koaGuard(service, ONCE), (context) => {
        ledger.of(context.req).ran.push({ route: context.method, params: {}, token: context.state['validatedToken'] })
        context.body = ''
      })
    app.use(router.routes()).use(router.allowedMethods())
    return app.callback()
  },
} as const
