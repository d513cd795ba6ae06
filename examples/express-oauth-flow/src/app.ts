import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { TokenService } from '@hallpass/core'
import { assertGuarded, authenticate, guard } from '@hallpass/express'
import express, { type Express } from 'express'
import { accessLog } from './access-log.js'
import { finishFlow } from './callback.js'
import { showFlow, startFlow } from './flow-routes.js'
import type { Flows } from './flows.js'
import { pageHeaders } from './page-headers.js'
import { oauthFlow } from './scopes.js'
import type { SignIn } from './sign-in.js'

export interface AppParts {
  readonly service: TokenService
  readonly flows: Flows
  readonly signIn: SignIn
  /** Where browsers find the application. */
  readonly publicUrl: URL
  /** Takes one line for each request. */
  readonly log: (line: string) => void
}

/** The application. It has pages, two routes that a token opens, and the callback of the provider. */
export function createApp({ service, flows, signIn, publicUrl, log }: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(accessLog(log), pageHeaders)

  // A token that is shown is checked first, wherever the request goes: where the token does not fit, nothing opens.
  app.use(authenticate(service))

  app.get('/api/oauth/flows/:flowId', guard(service, oauthFlow), showFlow(flows))
  app.post('/api/oauth/flows/:flowId/start', guard(service, oauthFlow), startFlow(flows, signIn))
  app.get('/oauth/callback', finishFlow(flows, signIn, publicUrl))

  app.get('/capture-token.js', (_, res) => res.sendFile(CAPTURE_TOKEN))
  app.use(express.static(PAGES, { extensions: ['html'], index: false }))

  // Throws at start-up if a route of the scope is missing, unguarded, or shadowed by another one.
  assertGuarded(app, service)
  return app
}

const PAGES = fileURLToPath(new URL('../public', import.meta.url))
const CAPTURE_TOKEN = createRequire(import.meta.url).resolve('@hallpass/client/capture-token.js')
