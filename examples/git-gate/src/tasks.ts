import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TokenService } from '@hallpass/core'
import { read, write } from './scopes.js'

/** What a task may do to a repository. */
export type Access = 'read' | 'write'

/** A token that was given to a task. */
export interface Assigned {
  readonly id: string
  /** Holds the token; only its owner can read it. */
  readonly tokenFile: string
}

/** Mints a token for a task and puts it into a file of the task's: it is printed nowhere. */
export async function assign(
  service: TokenService,
  folder: string,
  task: { readonly name: string; readonly repository: string; readonly access: Access; readonly ttl?: `${number}s` },
): Promise<Assigned> {
  const scope = task.access === 'write' ? write : read
  const { id, token } = await service.mint(scope, {
    resourceId: task.repository,
    subject: task.name,
    ...(task.ttl && { ttl: task.ttl }),
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const tokenFile = join(folder, `${task.name}-${id}`)
  writeFileSync(tokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(tokenFile, 0o600)
  return { id, tokenFile }
}
