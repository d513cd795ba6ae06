import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, startSweeper } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { createApp } from './app.js'
import { download } from './scopes.js'
import type { Settings } from './settings.js'

export interface ExampleOptions extends Settings {
  /** The file in which tokens are kept, where no `store` is named. */
  readonly database: string
  readonly log: (line: string) => void
}

/** The application, running. */
export interface Example {
  readonly url: URL
  /** Makes the link that a mail would carry. */
  invite(statementId: string): Promise<URL>
  stop(): Promise<void>
}

/** Starts it. At `localhost`, since that is where browsers keep secure cookies without TLS. */
export async function startExample({ port, database, store, log }: ExampleOptions): Promise<Example> {
  const service = createTokenService({ scopes: [download], store: await storeFromUrl(store ?? `sqlite:${database}`) })
  const server = createServer(createApp({ service, log }).callback())
  const url = await listen(server, port)
  const sweeper = startSweeper(service)

  return {
    url,
    invite: async (statementId) => {
      const minted = await service.mint(download, { resourceId: statementId })
      const link = new URL(`/downloads/${statementId}`, url)
      link.searchParams.set('t', minted.token)
      return link
    },
    stop: async () => {
      await close(server)
      await sweeper.stop()
      await service.close()
    },
  }
}

/** @throws Error where the port is taken; the text tells which variable chooses another */
async function listen(server: Server, port: number): Promise<URL> {
  server.listen(port, 'localhost')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with PORT`) : error
  })
  return new URL(`http://localhost:${(server.address() as AddressInfo).port}`)
}

/** Browsers keep connections open on which they ask nothing: after a grace these are cut. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}

const GRACE_MS = 1000
