import type { TokenService } from '@hallpass/core'
import { assertGuarded, body, confirmPage, guard, type RouteContext, validatedToken } from '@hallpass/koa'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa from 'koa'
import { accessLog } from './access-log.js'
import { NOT_KEPT, refuseBody } from './refusals.js'
import { download } from './scopes.js'
import { findStatement } from './statement.js'

export interface AppParts {
  readonly service: TokenService
  /** Takes one line for each request. */
  readonly log: (line: string) => void
}

/** The application: one path, where GET asks and POST downloads. */
export function createApp({ service, log }: AppParts): Koa {
  const confirm = confirmPage(service, download, {
    title: 'Your bank statement',
    text: ({ resourceId }) => `The statement of ${resourceId} can be downloaded once.`,
    button: 'Download',
  })

  const router = new Router()
  router.get('/downloads/:statementId', confirm)
  router.post(
    '/downloads/:statementId',
    bodyParser({ enableTypes: ['form'], onError: refuseBody }),
    confirm,
    guard(service, download, { from: [body('t')] }),
    sendStatement,
  )

  const app = new Koa()
  app.use(accessLog(log))
  app.use(router.routes())
  app.use(router.allowedMethods())

  // Throws at start-up if a route of the scope is missing, unguarded, or shadowed by another one.
  assertGuarded(router, service)
  return app
}

function sendStatement(ctx: RouteContext): void {
  const statement = findStatement(validatedToken(ctx, download).resourceId)
  ctx.assert(statement, 404, 'Not Found', NOT_KEPT)
  ctx.attachment(statement.fileName)
  ctx.body = statement.read()
}
