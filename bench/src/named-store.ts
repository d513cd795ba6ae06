import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore, type TokenStore } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'

/** A store by its name; what it keeps on the disk goes when the process ends. */
export function storeNamed(name: string): TokenStore {
  if (name === 'memory') return memoryStore()
  if (name !== 'sqlite') throw new Error(`a store must be "memory" or "sqlite", got ${JSON.stringify(name)}`)
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return sqliteStore(join(folder, 'tokens.db'), { durability: 'process' })
}
