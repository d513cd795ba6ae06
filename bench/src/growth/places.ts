import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryStore, type TokenStore } from '@hallpass/core'
import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { fileStore } from '@hallpass/file'
import { redisStore } from '@hallpass/redis'
import { Redis } from 'ioredis'
import { findProgram } from '../../../test/describe-with.js'
import { startPostgres } from '../../../test/servers/postgres.js'
import { startRedis } from '../../../test/servers/redis.js'

/** A store, and how much of what it takes. */
export interface Place {
  readonly store: TokenStore
  /** Bytes of memory or disk that are taken now. */
  readonly bytes: () => Promise<number>
  readonly end: () => Promise<void>
}

/** Each kind of store, by its name. None waits for a disk: what is measured is what grows. */
export const PLACES: Readonly<Record<string, () => Promise<Place>>> = { memory, sqlite, file, postgres, redis }

async function memory(): Promise<Place> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const bytes = async () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  return { store: memoryStore(), bytes, end: async () => undefined }
}

async function sqlite(): Promise<Place> {
  const folder = newFolder()
  const store = sqliteStore(join(folder, 'tokens.db'), { durability: 'process' })
  return { store, bytes: async () => diskUsage(folder), end: ending(store, () => remove(folder)) }
}

async function file(): Promise<Place> {
  const folder = newFolder()
  const store = fileStore(join(folder, 'tokens'), { durability: 'process' })
  return { store, bytes: async () => diskUsage(folder), end: ending(store, () => remove(folder)) }
}

async function postgres(): Promise<Place> {
  const server = await startPostgres(programAt('postgres'))
  const url = server.url(await server.newDatabase())
  await migrate(url)
  const store = postgresStore(url)
  const bytes = async () => {
    const [row] = await server.run(
      new URL(url).pathname.slice(1),
      'SELECT pg_database_size(current_database())::float8 AS size',
    )
    return Number(row?.['size'])
  }
  return { store, bytes, end: ending(store, server.end) }
}

async function redis(): Promise<Place> {
  const server = await startRedis(programAt('redis-server'))
  const client = new Redis(server.url)
  const store = redisStore(client, { onWarning: () => undefined })
  const bytes = async () => Number(await server.info('used_memory'))
  const end = async () => {
    client.disconnect()
    await server.stop()
  }
  return { store, bytes, end: ending(store, end) }
}

function ending(store: TokenStore, end: () => Promise<void> | void): () => Promise<void> {
  return async () => {
    await store.close()
    await end()
  }
}

function programAt(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  return path
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hallpass-growth-'))
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Blocks that are taken, directories too. */
function diskUsage(folder: string): number {
  return Number(execFileSync('du', ['-s', '--block-size=1', folder], { encoding: 'utf8' }).split('\t')[0])
}
