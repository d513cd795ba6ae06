import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Certificate } from './certificates.js'
import { freePorts } from './free-port.js'
import { lesserUser } from './lesser-user.js'
import { familyOf, isAlive, signalAll } from './processes.js'

export interface PostgresOptions {
  /** Whether writes wait for the disk; default false, which is for tests alone. */
  readonly fsync?: boolean
  /** Further settings, such as `{ max_connections: '10' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** With it the server also speaks TLS. */
  readonly certificate?: Certificate
}

/** How a server is stopped: clients sent away; without a shutdown; or killed together with all its processes. */
export type PostgresStop = 'fast' | 'immediate' | 'killed'

/** A Postgres of its own, on 127.0.0.1, with its files in a temporary folder. */
export interface PostgresServer {
  readonly port: number
  /** The user, who may do everything and needs no password. */
  readonly user: string
  /** The URL of a database, which need not be there; by another port where a proxy stands in front. */
  readonly url: (database: string, port?: number) => string
  /** Makes an empty database, and gives its name. `words` go behind CREATE DATABASE. */
  readonly newDatabase: (words?: string) => Promise<string>
  /** Runs SQL as the user, over a connection of its own, and gives the rows of the last statement. */
  readonly run: (database: string, sql: string) => Promise<readonly Record<string, unknown>[]>
  readonly stop: (how?: PostgresStop) => Promise<void>
  /** Starts again on the same port and files. */
  readonly start: () => Promise<void>
  /** Stops all its processes where they are (SIGSTOP); connections stay open, and nobody answers. */
  readonly freeze: () => void
  /** Lets them go on. */
  readonly thaw: () => void
  /** Ends it, and removes its files. */
  readonly end: () => Promise<void>
}

const USER = 'hallpass'

/** Starts a server. `program` is the path of `postgres`; `initdb` stands beside it. End it after the tests. */
export async function startPostgres(program: string, options: PostgresOptions = {}): Promise<PostgresServer> {
  const [port = 0] = await freePorts(1)
  const url = (database: string, at = port) => `postgres://${USER}@127.0.0.1:${at}/${database}`
  const run = (database: string, sql: string) => runSql(url(database), sql)
  const folder = newCluster(program)
  const spawned = () => spawnServer(program, { folder, port, options })
  let child = await spawned()
  let databases = 0
  const killAtExit = () => {
    signalAll(familyOf(child.pid ?? 0), 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', killAtExit)
  const stop = (how: PostgresStop = 'fast') => stopServer(child, how)
  return {
    port,
    user: USER,
    url,
    run,
    newDatabase: async (words = '') => {
      const name = `test_${++databases}`
      await run('postgres', `CREATE DATABASE ${name} ${words}`)
      return name
    },
    stop,
    start: async () => {
      child = await spawned()
    },
    freeze: () => signalAll(familyOf(child.pid ?? 0), 'SIGSTOP'),
    thaw: () => signalAll(familyOf(child.pid ?? 0), 'SIGCONT'),
    end: async () => {
      process.removeListener('exit', killAtExit)
      await stop('killed')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function runSql(connectionString: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const results: pg.QueryResult | readonly pg.QueryResult[] = await client.query(sql)
    return ([results].flat().at(-1)?.rows ?? []) as readonly Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

/** Postgres runs as nobody where the tests run as root, which it refuses; the folder is that user's. */
function newCluster(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-postgres-'))
  const { uid = -1, gid = -1 } = lesserUser()
  chmodSync(folder, 0o700)
  if (uid >= 0) chownSync(folder, uid, gid)
  const initdb = join(dirname(realpathSync(program)), 'initdb')
  const words = ['-D', join(folder, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']
  execFileSync(initdb, words, { ...lesserUser(), cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] })
  return folder
}

interface ServerPlace {
  readonly folder: string
  readonly port: number
  readonly options: PostgresOptions
}

async function spawnServer(program: string, { folder, port, options }: ServerPlace): Promise<ChildProcess> {
  const { fsync = false, settings = {} } = options
  const onOff = fsync ? 'on' : 'off'
  const tls = options.certificate ? tlsSettings(folder, options.certificate) : {}
  const all = { fsync: onOff, full_page_writes: onOff, unix_socket_directories: folder, ...tls, ...settings }
  const words = ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port)]
  const set = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(realpathSync(program), [...words, ...set], {
    ...lesserUser(),
    cwd: folder,
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await ready(child)
  return child
}

/** Postgres reads a key that is its own user's and nobody else's. */
function tlsSettings(folder: string, { certificate, key }: Certificate): Readonly<Record<string, string>> {
  const { uid = -1, gid = -1 } = lesserUser()
  const [ownCertificate, ownKey] = [join(folder, 'server.pem'), join(folder, 'server.key')]
  copyFileSync(certificate, ownCertificate)
  copyFileSync(key, ownKey)
  chmodSync(ownKey, 0o600)
  if (uid >= 0) for (const file of [ownCertificate, ownKey]) chownSync(file, uid, gid)
  return { ssl: 'on', ssl_cert_file: ownCertificate, ssl_key_file: ownKey }
}

/** The server says so; before that it is still starting, or recovering. */
async function ready(child: ChildProcess): Promise<void> {
  let told = ''
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`postgres did not start:\n${told}`)))
  const said = new Promise<void>((resolve) => {
    child.stderr?.on('data', (bytes) => {
      told = `${told}${bytes}`.slice(-4000)
      if (told.includes('database system is ready to accept connections')) resolve()
    })
  })
  await Promise.race([said, ended])
  ended.catch(() => undefined)
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const

/** Gone is gone: also the processes that the server had started. */
async function stopServer(child: ChildProcess, how: PostgresStop): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const family = familyOf(child.pid ?? 0)
  const ended = once(child, 'exit')
  signalAll(how === 'killed' ? family : family.slice(0, 1), SIGNALS[how])
  signalAll(family, 'SIGCONT')
  await ended
  while (family.some(isAlive)) await delay(5)
}
