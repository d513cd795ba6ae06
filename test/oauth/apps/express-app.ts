import { introspection, revocation } from '@hallpass/express'
import express from 'express'
import { type AppSetup, callerOf, type Framework } from './app-setup.js'

export const EXPRESS: Framework = {
  name: 'Express',
  build({ service, parser, options, introspection: told, revocation: may }: AppSetup) {
    const app = express().disable('x-powered-by')
    if (parser === 'of forms') app.use(express.urlencoded({ extended: true }))
    if (parser === 'of JSON') app.use(express.json())
    app.all('/introspect', introspection(service, { caller: callerOf, ...options, ...told }))
    app.all('/revoke', revocation(service, { caller: callerOf, ...options, ...may }))
    return app
  },
}
