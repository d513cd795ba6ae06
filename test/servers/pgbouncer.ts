import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from './free-port.js'
import { lesserUser } from './lesser-user.js'
import type { PostgresServer } from './postgres.js'

/** A PgBouncer of its own, in front of every database of a server, that hands out connections by the transaction. */
export interface PgBouncer {
  /** The URL of a database of the server, by way of the pooler. */
  readonly url: (database: string) => string
  /** Ends it, and removes its files; twice is fine. */
  readonly end: () => Promise<void>
}

/**
 * Starts one that knows no prepared statements. Settings are those of its `[pgbouncer]` section, such as
 * `{ default_pool_size: '2' }`. End it after the tests.
 */
export async function startPgBouncer(
  program: string,
  server: PostgresServer,
  settings: Readonly<Record<string, string>> = {},
): Promise<PgBouncer> {
  const [port = 0] = await freePorts(1)
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-pgbouncer-'))
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(
    file,
    configuration(server, { ...TRANSACTIONS, ...unprepared(program), listen_port: `${port}`, ...settings }),
  )
  const { uid = -1, gid = -1 } = lesserUser()
  if (uid >= 0) for (const path of [folder, file]) chownSync(path, uid, gid)
  const child = spawn(program, [file], { ...lesserUser(), cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  const end = async () => {
    await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
  await ready(child).catch(async (error) => {
    await end()
    throw error
  })
  return { url: (database) => server.url(database, port), end }
}

const TRANSACTIONS = { listen_addr: '127.0.0.1', unix_socket_dir: '', auth_type: 'any', pool_mode: 'transaction' }

/** From 1.21 on it knows them, as many as it is told. */
function unprepared(program: string): Readonly<Record<string, string>> {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' })) ?? []
  return Number(major) > 1 || Number(minor) >= 21 ? { max_prepared_statements: '0' } : {}
}

function configuration({ port, user }: PostgresServer, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return ['[databases]', `* = host=127.0.0.1 port=${port} user=${user}`, '[pgbouncer]', ...lines, ''].join('\n')
}

/** It says so once it listens. */
async function ready(child: ChildProcess): Promise<void> {
  let told = ''
  const exit = once(child, 'exit').then(() => Promise.reject(new Error(`pgbouncer did not start:\n${told}`)))
  const said = new Promise<void>((resolve) => {
    child.stderr?.on('data', (bytes) => {
      told = `${told}${bytes}`.slice(-4000)
      if (told.includes('process up')) resolve()
    })
  })
  await Promise.race([said, exit])
  exit.catch(() => undefined)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
