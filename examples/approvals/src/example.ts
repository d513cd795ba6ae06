import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, startSweeper } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { createAgents } from './agents.js'
import { createApp } from './app.js'
import { eventLog } from './event-log.js'
import { runCommand } from './scopes.js'
import type { Settings } from './settings.js'
import { createSignIn } from './sign-in.js'

export interface ExampleOptions extends Settings {
  /** The file in which tokens are kept, where no `store` is named. */
  readonly database: string
  readonly log: (line: string) => void
}

/** The application, running. */
export interface Example {
  readonly url: URL
  /** With which the operator signs in. */
  readonly password: string
  /** With which the agent asks. */
  readonly agentKey: string
  stop(): Promise<void>
}

/** Starts it. */
export async function startExample({ port, database, store, log }: ExampleOptions): Promise<Example> {
  const service = createTokenService({
    scopes: [runCommand],
    store: await storeFromUrl(store ?? `sqlite:${database}`),
    onEvent: eventLog(log),
  })
  const [agents, signIn] = [createAgents(), createSignIn('olga')]
  const server = createServer(createApp({ service, agents, signIn }))
  const url = await listen(server, port)
  const sweeper = startSweeper(service)

  return {
    url,
    password: signIn.password,
    agentKey: agents.enlist('agent-7'),
    stop: async () => {
      await close(server)
      await sweeper.stop()
      await service.close()
    },
  }
}

/** @throws Error where the port is taken; the text tells which variable chooses another */
async function listen(server: Server, port: number): Promise<URL> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with PORT`) : error
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** An open approval page holds a stream, and browsers keep connections open on which they ask nothing: both are cut after a grace. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}

const GRACE_MS = 500
