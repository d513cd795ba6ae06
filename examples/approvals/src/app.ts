import { fileURLToPath } from 'node:url'
import type { TokenService } from '@hallpass/core'
import { approvalRoutes, assertGuarded, guard } from '@hallpass/express'
import express, { type Express } from 'express'
import type { Agents } from './agents.js'
import { commandFingerprint, readCommand } from './command.js'
import { askForCommand, refuseBody, refuseTtl, runApproved } from './command-routes.js'
import { runCommand } from './scopes.js'
import type { SignIn } from './sign-in.js'

export interface AppParts {
  readonly service: TokenService
  readonly agents: Agents
  readonly signIn: SignIn
}

/** The application: agents ask and run, operators sign in and decide. */
export function createApp({ service, agents, signIn }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')

  app.post('/commands', express.json(), askForCommand(service, agents), refuseTtl)
  app.post(
    '/commands/:commandId/run',
    express.json(),
    guard(service, runCommand, {
      context: (req) => ({ session: agents.whoSent(req)?.session }),
      fingerprint: (req) => {
        const command = readCommand(req.body)
        return command && commandFingerprint(command)
      },
    }),
    runApproved,
  )

  app.get('/sign-in', (_, res) => res.sendFile('sign-in.html', { root: PAGES, headers: PAGE_HEADERS }))
  app.post('/sign-in', express.urlencoded(), signIn.accept)
  const approver = signIn.operatorOf
  app.use('/approvals', signIn.required, approvalRoutes(service, { approver, metadata: true, onError: console.error }))
  app.get('/', (_, res) => res.redirect(303, '/approvals'))
  app.use(express.static(PAGES, { index: false }))
  app.use(refuseBody)

  // Throws at start-up if a route of the scope is missing, unguarded, or shadowed by another one.
  assertGuarded(app, service)
  return app
}

const PAGES = fileURLToPath(new URL('../public', import.meta.url))

const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
}
