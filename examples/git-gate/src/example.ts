import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createTokenService, startSweeper } from '@hallpass/core'
import { createGate, createGateLog, storeFromUrl } from 'hallpass'
import { createGitBackend } from './git-backend.js'
import { createRepository } from './repositories.js'
import { read, write } from './scopes.js'
import type { Settings } from './settings.js'
import { type Access, type Assigned, assign } from './tasks.js'

export interface ExampleOptions extends Settings {
  /** Where repositories, tokens and the backend's socket are kept. */
  readonly folder: string
  readonly log: (line: string) => void
}

/** The repositories and their gate, running. */
export interface Example {
  readonly url: URL
  /** Gives a task a token for one repository. */
  assign(name: string, repository: string, access: Access, ttl?: `${number}s`): Promise<Assigned>
  /** Ends all tokens of a task for a repository; answers how many there were. */
  finish(name: string, repository: string): Promise<number>
  stop(): Promise<void>
}

export const REPOSITORIES = ['app.git', 'site.git'] as const

/** Starts it: git listens on a socket that only this user can open, and the gate stands before it. */
export async function startExample({ port, folder, store, log }: ExampleOptions): Promise<Example> {
  const repositories = join(folder, 'repositories')
  mkdirSync(repositories, { recursive: true, mode: 0o700 })
  for (const name of REPOSITORIES) createRepository(repositories, name)
  const service = createTokenService({
    scopes: [read, write],
    store: await storeFromUrl(store ?? `file:${join(folder, 'tokens')}`),
  })
  const socket = join(folder, 'git.sock')
  const backend = createGitBackend(repositories).listen(socket)
  await once(backend, 'listening')
  const gate = createGate(service, {
    mode: 'proxy',
    listen: `127.0.0.1:${port}`,
    upstream: `unix:${socket}`,
    from: ['basic'],
    realm: 'git',
    log: createGateLog({ write: log }),
  })
  const { gate: url } = await gate.listen()
  const sweeper = startSweeper(service)
  const tasks = join(folder, 'tasks')

  return {
    url: new URL(url),
    assign: (name, repository, access, ttl) =>
      assign(service, tasks, { name, repository, access, ...(ttl && { ttl }) }),
    finish: (name, repository) => service.revokeMatching({ subject: name, resourceId: repository }, { by: 'example' }),
    stop: async () => {
      await gate.stop()
      backend.close()
      backend.closeAllConnections()
      await sweeper.stop()
      await service.close()
    },
  }
}
