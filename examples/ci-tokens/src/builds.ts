import type { TokenService } from '@hallpass/core'
import { assertGuarded, guard, type RouteContext, validatedToken } from '@hallpass/koa'
import Router from '@koa/router'
import Koa from 'koa'
import { repoRead, repoWrite } from './scopes.js'
import { shownPath } from './shown-path.js'

export interface BuildsParts {
  readonly service: TokenService
  /** Takes one line for each request. */
  readonly log: (line: string) => void
}

/** The second service: it knows no people and no sessions, only tokens. */
export function createBuilds({ service, log }: BuildsParts): Koa {
  const builds: { readonly repo: string; readonly by: string }[] = []

  const router = new Router()
  router.get('/repos/:repo/builds', guard(service, repoRead), (ctx) => {
    const { resourceId } = validatedToken(ctx, repoRead)
    ctx.body = { builds: builds.filter(({ repo }) => repo === resourceId) }
  })
  router.post('/repos/:repo/builds', guard(service, repoWrite), (ctx) => {
    const { resourceId, id } = validatedToken(ctx, repoWrite)
    builds.push({ repo: resourceId, by: id })
    ctx.status = 201
    ctx.body = { repo: resourceId, number: builds.length }
  })
  router.post('/repos/:repo/deployments', guard(service, repoWrite), deploy)

  const app = new Koa()
  app.use(async (ctx, next) => {
    ctx.res.once('finish', () => log(`builds ${ctx.method} ${shownPath(ctx.path)} ${ctx.status}`))
    await next()
  })
  app.use(router.routes())
  app.use(router.allowedMethods())

  // Throws at start-up if a route of a scope is missing, unguarded, or shadowed by another one.
  assertGuarded(router, service)
  return app
}

/** A role is the application's own word: hallpass keeps it with the token, and the handler asks for it. */
function deploy(ctx: RouteContext): void {
  const { resourceId, roles } = validatedToken(ctx, repoWrite)
  const may = roles.includes('deployer')
  ctx.status = may ? 201 : 403
  ctx.body = may ? { deployed: resourceId } : { code: 'role_missing', detail: 'It takes the role deployer.' }
}
