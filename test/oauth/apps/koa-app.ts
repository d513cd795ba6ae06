import { introspection, revocation } from '@hallpass/koa'
import bodyParser from '@koa/bodyparser'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { type AppSetup, callerOf, type Framework } from './app-setup.js'

export const KOA: Framework = {
  name: 'Koa',
  build({ service, parser, options, introspection: told, revocation: may }: AppSetup) {
    const app = new Koa()
    if (parser !== 'none') app.use(bodyParser({ enableTypes: [parser === 'of forms' ? 'form' : 'json'] }))
    const router = new Router()
    router.all('/introspect', introspection(service, { caller: callerOf, ...options, ...told }))
    router.all('/revoke', revocation(service, { caller: callerOf, ...options, ...may }))
    return app.use(router.routes() as Middleware).callback()
  },
}
