import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeWith } from '../describe-with.js'
import { startPostgres } from '../servers/postgres.js'
import { startRedis } from '../servers/redis.js'
import { startRedisCluster } from '../servers/redis-cluster.js'

/** A place where a store may be, by its URL. */
interface Place {
  readonly url: string
  readonly end: () => Promise<void> | void
}

interface StoreKind {
  readonly name: string
  /** The program of its server. */
  readonly program?: string
  readonly start: (program: string) => Promise<Place>
}

/** What several processes can share. Answers survive the process; none of these tests takes power away. */
const SHARED: readonly StoreKind[] = [
  { name: 'SQLite', start: async () => inDirectory((directory) => `sqlite:${directory}/tokens.db`) },
  { name: 'files', start: async () => inDirectory((directory) => `file:${directory}/tokens`) },
  { name: 'Postgres', program: 'postgres', start: postgresPlace },
  { name: 'Redis', program: 'redis-server', start: redisPlace },
  { name: 'a Redis cluster', program: 'redis-server', start: clusterPlace },
]

const MEMORY: StoreKind = { name: 'memory', start: async () => ({ url: 'memory:', end: () => {} }) }

/** A suite for each store that processes can share. `url` gives the place, once a test runs. */
export function describeOnSharedStores(name: string, suite: (url: () => string) => void): void {
  for (const kind of SHARED) describeOn(kind, name, suite)
}

/** A suite for each store, also the one that a process has for itself. */
export function describeOnAllStores(name: string, suite: (url: () => string) => void): void {
  for (const kind of [MEMORY, ...SHARED]) describeOn(kind, name, suite)
}

/** A suite for one of them, by its name. */
export function describeOnStore(name: string, title: string, suite: (url: () => string) => void): void {
  const kind = SHARED.find((one) => one.name === name)
  if (!kind) throw new Error(`there is no store called ${name}`)
  describeOn(kind, title, suite)
}

function describeOn({ name: kind, program, start }: StoreKind, name: string, suite: (url: () => string) => void): void {
  const title = `${name} on ${kind}`
  const placed = (path: string) => {
    let place: Place | undefined
    beforeAll(async () => {
      place = await start(path)
    })
    afterAll(() => place?.end())
    suite(() => place?.url ?? '')
  }
  if (program === undefined) describe(title, () => placed(''))
  else describeWith(program, title, placed)
}

function inDirectory(urlIn: (directory: string) => string): Place {
  const directory = mkdtempSync(join(tmpdir(), 'hallpass-faults-'))
  return { url: urlIn(directory), end: () => rmSync(directory, { recursive: true, force: true }) }
}

async function postgresPlace(program: string): Promise<Place> {
  const server = await startPostgres(program)
  return { url: server.url(await server.newDatabase()), end: server.end }
}

/** What docs say to set: with less, the store warns. */
const DURABLE = { appendonly: 'yes', appendfsync: 'always' } as const

async function redisPlace(program: string): Promise<Place> {
  const server = await startRedis(program, DURABLE)
  return { url: server.url, end: server.stop }
}

async function clusterPlace(program: string): Promise<Place> {
  const cluster = await startRedisCluster(program, DURABLE)
  return { url: `${cluster.nodes[0]?.url}?cluster=true`, end: cluster.stop }
}
