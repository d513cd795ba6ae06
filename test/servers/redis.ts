import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePorts } from './free-port.js'

/**
 * Settings of redis.conf by their names, such as `{ appendonly: 'yes', 'maxmemory-policy': 'noeviction' }`. With
 * `tls-cert-file` among them the server speaks TLS on its port, and nothing else.
 */
export type RedisSettings = Readonly<Record<string, string>>

/** A redis-server of its own, on a free port of this machine, with its data in a temporary directory. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Sends one command over a connection of its own and gives the answer. */
  readonly command: (name: string, ...values: readonly (string | number)[]) => Promise<unknown>
  /** A line of INFO, such as `used_memory`; `undefined` where there is none. */
  readonly info: (line: string) => Promise<string | undefined>
  /** SIGSTOP: the kernel goes on to take connections and bytes, and nothing answers. */
  readonly freeze: () => void
  /** SIGCONT. */
  readonly thaw: () => void
  /** SIGKILL; resolves once the process is gone. The data stays. */
  readonly kill: () => Promise<void>
  /** Starts a server that was killed on the same port and data. With `'listening'` it may still be loading. */
  readonly restart: (settings?: RedisSettings, until?: 'ready' | 'listening') => Promise<void>
  /** Ends the server and removes its data; twice is fine. */
  readonly stop: () => Promise<void>
}

/** Starts a server, by default without persistence; resolves once it answers. Whoever starts it stops it. */
export async function startRedis(path: string, settings: RedisSettings = {}): Promise<RedisServer> {
  const [port = 0] = await freePorts(1)
  const directory = mkdtempSync(join(tmpdir(), 'hallpass-redis-'))
  const isTls = 'tls-cert-file' in settings
  const ports: RedisSettings = isTls ? { port: '0', 'tls-port': `${port}` } : { port: `${port}` }
  const all: RedisSettings = { ...BARE, ...settings, ...ports, dir: directory }
  let running = await started(path, all, 'ready')
  return {
    port,
    url: `${isTls ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
    command: (name, ...values) => ask(all, name, values),
    info: async (line) => lineOf(String(await ask(all, 'INFO', [])), line),
    freeze: () => void running.kill('SIGSTOP'),
    thaw: () => void running.kill('SIGCONT'),
    kill: () => ended(running),
    restart: async (changed = {}, until = 'ready') => {
      await ended(running)
      running = await started(path, { ...all, ...changed }, until)
    },
    stop: async () => {
      await ended(running)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

const BARE: RedisSettings = { bind: '127.0.0.1', save: '', appendonly: 'no', 'enable-debug-command': 'local' }

/** How long a server may take to come up, on a busy machine. */
const PATIENCE = 30_000

async function started(path: string, settings: RedisSettings, until: 'ready' | 'listening'): Promise<ChildProcess> {
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const server = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => said.push(String(text)))
  const kill = () => void server.kill('SIGKILL')
  process.once('exit', kill)
  server.once('exit', () => process.off('exit', kill))
  for (const end = Date.now() + PATIENCE; ; await delay(10)) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}: ${said.join('')}`)
    if (await answers(settings, until)) return server
    if (Date.now() > end) throw new Error(`redis-server did not come up: ${said.join('')}`)
  }
}

async function answers(settings: RedisSettings, until: 'ready' | 'listening'): Promise<boolean> {
  try {
    return (await ask(settings, 'PING', [])) === 'PONG'
  } catch (error) {
    return until === 'listening' && String(error).includes('LOADING')
  }
}

async function ask(settings: RedisSettings, name: string, values: readonly (string | number)[]) {
  const { port, requirepass: password, 'tls-port': tlsPort } = settings
  const client = new Redis({
    port: Number(tlsPort ?? port),
    host: '127.0.0.1',
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: null,
    ...(password === undefined ? {} : { password }),
    ...(tlsPort === undefined ? {} : { tls: { rejectUnauthorized: false } }),
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await client.call(name, ...values)
  } finally {
    client.disconnect()
  }
}

/** SIGKILL also ends a process that is stopped. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill('SIGKILL')
  await exit
}

function lineOf(info: string, line: string): string | undefined {
  return new RegExp(`^${line}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}
