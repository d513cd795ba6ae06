import { randomBytes } from 'node:crypto'
import { createTokenService, type MintedToken, startSweeper } from '@hallpass/core'
import { tokenLink } from '@hallpass/express'
import { storeFromUrl } from 'hallpass'
import { createApp } from './app.js'
import { createFlows, type Flow, type FlowEnd } from './flows.js'
import { listen } from './listen.js'
import { createProvider } from './provider/create-provider.js'
import { oauthFlow } from './scopes.js'
import type { Settings } from './settings.js'
import { createSignIn } from './sign-in.js'

export interface ExampleOptions extends Settings {
  /** The file in which tokens are kept, where no `store` is named. */
  readonly database: string
  readonly log: (line: string) => void
}

/** The application and its provider, running. */
export interface Example {
  readonly url: URL
  readonly providerUrl: URL
  /** Opens a flow, and makes the link to send to somebody. */
  invite(): Promise<Invitation>
  /** Ends open flows and their tokens, and all that runs. */
  stop(): Promise<void>
}

export interface Invitation {
  readonly flow: Flow
  readonly minted: MintedToken
  readonly link: string
}

/** Starts both. */
export async function startExample({ port, providerPort, database, store, log }: ExampleOptions): Promise<Example> {
  const appServer = await listen('127.0.0.1', port, 'PORT')
  const providerServer = await listen('localhost', providerPort, 'PROVIDER_PORT')
  const registration = registrationAt(appServer.url)
  const provider = await createProvider(providerServer.url.origin, registration)
  providerServer.answer(provider.callback())
  const signIn = await createSignIn({ issuer: providerServer.url, ...registration })

  const service = createTokenService({ scopes: [oauthFlow], store: await storeFromUrl(store ?? `sqlite:${database}`) })
  // Flows live in this process and tokens in a file: tokens of an earlier process that crashed have no flow any more.
  await service.revokeMatching({ scope: oauthFlow }, { by: 'oauth-flow', note: 'abandoned' })
  const flows = createFlows(service, (id, end) => log(ended(id, end)))
  const sweeper = startSweeper(service)
  appServer.answer(createApp({ service, flows, signIn, publicUrl: appServer.url, log }))

  return {
    url: appServer.url,
    providerUrl: providerServer.url,
    invite: async () => {
      const { flow, minted } = await flows.open()
      return { flow, minted, link: tokenLink(new URL(`/connect?flow=${flow.id}`, appServer.url), minted.token) }
    },
    stop: async () => {
      await Promise.all([appServer.close(), providerServer.close()])
      await flows.endAll()
      await sweeper.stop()
      await service.close()
    },
  }
}

/** What a real application is told once, when it is registered at its provider. */
function registrationAt(url: URL) {
  return {
    clientId: 'deskmate',
    clientSecret: randomBytes(32).toString('base64url'),
    clientName: 'Deskmate',
    redirectUri: new URL('/oauth/callback', url).href,
  }
}

function ended(id: string, end: FlowEnd): string {
  return end.how === 'connected' ? `flow ${id} connected ${end.account.email}` : `flow ${id} ${end.how}`
}
