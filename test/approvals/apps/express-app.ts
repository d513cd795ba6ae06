import { approvalRoutes, authenticate, guard } from '@hallpass/express'
import express, { type ErrorRequestHandler, type IRouter } from 'express'
import { command } from '../command-scope.js'
import { type AppSetup, actionOf, boundBy, type Framework, operatorOf } from './app-setup.js'

export const EXPRESS: Framework = {
  name: 'Express',
  build(setup) {
    const { service, parsed, authenticates, options, ran } = setup
    const app = express().disable('x-powered-by')
    if (parsed === 'json and forms') app.use(express.json())
    if (parsed !== 'nothing') app.use(express.urlencoded({ extended: true }))
    if (authenticates) app.use(authenticate(service, { spend: 'at-guard', context: boundBy, fingerprint: byHeader }))
    placeOf(app, setup).use('/approvals', approvalRoutes(service, { approver: operatorOf, ...options }))
    const gate = guard(service, command, { context: boundBy, fingerprint: byHeader })
    app.post('/commands/:commandId/run', gate, (req, res) => {
      ran(req.params.commandId)
      res.send('ran')
    })
    return app.use(onError(setup))
  },
}

const byHeader = ({ headers }: express.Request) => actionOf(String(headers['x-argv']))

function onError({ failed }: AppSetup): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    failed(error)
    res.status(500).end()
  }
}

function placeOf(app: express.Express, { placement }: AppSetup): IRouter {
  if (placement === 'app') return app
  const inner = placement === 'mounted' ? express() : express.Router()
  app.use('/admin', placement === 'mounted' ? inner : express.Router().use('/desk', inner))
  return inner
}
