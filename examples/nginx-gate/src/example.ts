import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { createTokenService, startSweeper } from '@hallpass/core'
import { createGate, createGateLog, storeFromUrl } from 'hallpass'
import { startApplication } from './application.js'
import { freePort } from './free-port.js'
import { startNginx } from './nginx.js'
import { note } from './scopes.js'
import type { Settings } from './settings.js'

export interface ExampleOptions extends Settings {
  /** Where tokens and nginx's own files are kept. */
  readonly folder: string
  readonly log: (line: string) => void
}

/** nginx, the gate and the application, running. */
export interface Example {
  readonly url: URL
  /** Makes a token for one note. */
  mint(noteId: string): Promise<{ readonly id: string; readonly token: string }>
  /** Takes the gate away and leaves nginx alone. */
  stopGate(): Promise<void>
  stop(): Promise<void>
}

/** Starts the application, the gate, and nginx before both. */
export async function startExample({ port, folder, store, log }: ExampleOptions): Promise<Example> {
  const service = createTokenService({
    scopes: [note],
    store: await storeFromUrl(store ?? `sqlite:${join(folder, 'tokens.db')}`),
  })
  const secret = randomBytes(24).toString('hex')
  const gate = createGate(service, {
    mode: 'forward-auth',
    dialect: 'nginx',
    listen: '127.0.0.1:0',
    trustedPeers: ['127.0.0.1'],
    secret,
    log: createGateLog({ write: (line) => log(line.trimEnd()) }),
  })
  const gatePort = Number(new URL((await gate.listen()).gate).port)
  const application = await startApplication(log)
  // The workers of nginx, which are another user's where root starts it, must come to their folder.
  chmodSync(folder, 0o711)
  const nginxPort = await freePort(port)
  const places = { folder: join(folder, 'nginx'), port: nginxPort, gatePort, applicationPort: application.port, secret }
  const nginx = await startNginx(places, log)
  const sweeper = startSweeper(service)

  return {
    url: new URL(`http://127.0.0.1:${nginxPort}`),
    mint: (noteId) => service.mint(note, { resourceId: noteId }),
    stopGate: () => gate.stop(),
    stop: async () => {
      await nginx.stop()
      await gate.stop()
      await application.stop()
      await sweeper.stop()
      await service.close()
    },
  }
}
