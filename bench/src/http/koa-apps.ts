import { guard } from '@hallpass/koa'
import Router from '@koa/router'
import Koa from 'koa'
import koaJwt from 'koa-jwt'
import { secret } from '../peers/claims.js'
import { flow } from '../tokens-under-test.js'
import type { ServerKind } from './servers.js'
import { PATH, signedSubject, subjectIn } from './subject.js'

/** Servers on Koa 3 with its router: what stands before the same handler. */
export const KOA: Readonly<Record<string, ServerKind>> = {
  bare: async () => appWith((await subjectIn('memory')).tokens),
  'lookup-memory': () => looking('memory'),
  'guard-memory': () => guarded('memory'),
  'lookup-sqlite': () => looking('sqlite'),
  'guard-sqlite': () => guarded('sqlite'),
  'koa-jwt': async () => appWith(await signedSubject(), koaJwt({ secret, algorithms: ['HS256'] })),
}

function appWith(tokens: Awaited<ReturnType<ServerKind>>['tokens'], ...before: readonly Koa.Middleware[]) {
  const router = new Router()
  const answer: Koa.Middleware = (ctx) => {
    ctx.body = { ok: true }
  }
  router.get(PATH, ...(before as []), answer)
  return { tokens, listener: new Koa().use(router.routes()).callback() }
}

async function looking(place: 'memory' | 'sqlite') {
  const { tokens, isKnown } = await subjectIn(place)
  return appWith(tokens, (ctx, next) => (isKnown(ctx.req.headers.authorization) ? next() : ctx.throw(401)))
}

async function guarded(place: 'memory' | 'sqlite') {
  const { tokens, service } = await subjectIn(place)
  return appWith(tokens, guard(service, flow) as Koa.Middleware)
}
