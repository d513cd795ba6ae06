import { approvalRoutes, authenticate, guard } from '@hallpass/koa'
import bodyParser from '@koa/bodyparser'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import mount from 'koa-mount'
import { command } from '../command-scope.js'
import { type AppSetup, actionOf, boundBy, type Framework, operatorOf } from './app-setup.js'

export const KOA: Framework = {
  name: 'Koa',
  build(setup) {
    const { service, parsed, authenticates, ran, failed } = setup
    const app = new Koa().on('error', failed)
    if (parsed !== 'nothing') app.use(bodyParser({ enableTypes: parsed === 'forms' ? ['form'] : ['json', 'form'] }))
    if (authenticates) app.use(authenticate(service, { spend: 'at-guard', context: boundBy, fingerprint: byHeader }))
    app.use(approvalsAt(setup))
    const gate = guard(service, command, { context: boundBy, fingerprint: byHeader })
    const router = new Router().post('/commands/:commandId/run', gate, (ctx) => {
      ran(String(ctx['params'].commandId))
      ctx.body = 'ran'
    })
    return app.use(router.routes() as Middleware).callback()
  },
}

const byHeader = ({ headers }: Pick<Koa.Context, 'headers'>) => actionOf(String(headers['x-argv']))

function approvalsAt(setup: AppSetup): Middleware {
  const { service, options, placement, failed } = setup
  const routes = approvalRoutes(service, { approver: operatorOf, ...options }).routes()
  if (placement === 'app') return new Router().use('/approvals', routes).routes() as Middleware
  if (placement === 'mounted') {
    const inner = new Koa().on('error', failed).use(new Router().use('/approvals', routes).routes() as Middleware)
    return mount('/admin', inner)
  }
  const inner = new Router({ prefix: '/desk' }).use('/approvals', routes)
  return new Router({ prefix: '/admin' }).use(inner.routes()).routes() as Middleware
}
