import { createTokenService, defineScope, memoryStore, type ValidatedToken } from '@hallpass/core'
import Router from '@koa/router'
import Koa from 'koa'
import { expectTypeOf } from 'vitest'
import { assertGuarded, authenticate, guard, validatedToken } from '../src/index.js'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flowId'], resource: 'flowId', maxTtl: '15m' })
const service = createTokenService({ scopes: [flow], store: memoryStore() })

// Guards stand in routers and applications of any state and context.
interface State {
  readonly user: string
}
interface Context {
  readonly log: (text: string) => void
}
const router = new Router<State, Context>()
router.get('/flows/:flowId', guard(service, flow), (ctx) => {
  expectTypeOf(ctx.params['flowId']).toEqualTypeOf<string | undefined>()
  expectTypeOf(ctx.state.user).toEqualTypeOf<string>()
  expectTypeOf(validatedToken(ctx, flow)).toEqualTypeOf<ValidatedToken<typeof flow>>()
  expectTypeOf(validatedToken(ctx, flow).resourceId).toEqualTypeOf<string>()
})
const app = new Koa<State, Context>().use(authenticate(service)).use(router.routes())
assertGuarded(app, service)
assertGuarded([router, new Router()], service)

// @ts-expect-error a guard is always required
guard(service, flow, { required: true })
// @ts-expect-error neither an application nor a router
assertGuarded({}, service)
