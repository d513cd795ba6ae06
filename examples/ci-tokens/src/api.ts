import type { TokenService } from '@hallpass/core'
import { introspection, revocation } from '@hallpass/express'
import express, { type Express } from 'express'
import type { People } from './people.js'
import { refuse, refuseErrors } from './refuse.js'
import type { RunnerAccess } from './runner.js'
import { createSessions } from './sessions.js'
import { shownPath } from './shown-path.js'
import { tokensApi } from './tokens-api.js'

export interface ApiParts {
  readonly service: TokenService
  readonly people: People
  readonly runner: RunnerAccess
  /** Takes one line for each request. */
  readonly log: (line: string) => void
}

/** The first service: people sign in, and mint tokens for their jobs within their own. */
export function createApi({ service, people, runner, log }: ApiParts): Express {
  const sessions = createSessions(service)
  const app = express().disable('x-powered-by')
  app.use((req, res, next) => {
    const { method, path } = req
    res.once('finish', () => log(`api ${method} ${shownPath(path)} ${res.statusCode}`))
    next()
  })

  app.post('/session', express.json(), async (req, res) => {
    const { user, password } = (req.body ?? {}) as Readonly<Record<string, unknown>>
    const person = await people.signIn(user, password)
    if (!person) return refuse(res, 401, 'not_signed_in', 'The name or the password is wrong.')
    await sessions.open(person, res)
    res.status(204).end()
  })
  app.delete('/session', async (req, res) => {
    await sessions.close(req, res)
    res.status(204).end()
  })

  app.use('/tokens', express.json(), tokensApi(service, sessions))
  app.post('/oauth/introspect', introspection(service, { caller: runner.callerOf }))
  app.post('/oauth/revoke', revocation(service, { caller: runner.callerOf }))
  app.use(refuseErrors)
  return app
}
