import { spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TokenService } from '@hallpass/core'
import { createGate, type StandaloneGate } from 'hallpass'
import { startNginx } from '../../examples/nginx-gate/src/nginx.js'
import { CASE_HEADER } from '../differential/ledger.js'
import { freePorts } from '../servers/free-port.js'

/** Something that listens and is stopped. */
export interface Front {
  readonly port: number
  stop(): Promise<void>
}

/** Starts the upstream in Python that reads each target in many ways. */
export async function startReaders(python: string): Promise<Front> {
  const script = fileURLToPath(new URL('readers.py', import.meta.url))
  const child = spawn(python, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    port: Number(line.toString()),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}

const SECRET = 'of-nginx-and-the-gate'

/** nginx as the example configures it, which asks a gate, before an upstream. */
export async function startBehindNginx(service: TokenService, applicationPort: number): Promise<Front> {
  const gate = createGate(service, {
    mode: 'forward-auth',
    dialect: 'nginx',
    listen: '127.0.0.1:0',
    secret: SECRET,
    from: ['bearer', 'basic'],
    limits: { keepAliveMs: 500 },
  })
  const gatePort = await portOf(gate)
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-nginx-'))
  chmodSync(folder, 0o711)
  const [port = 0] = await freePorts(1)
  const said: string[] = []
  const places = { folder: join(folder, 'nginx'), port, gatePort, applicationPort, secret: SECRET }
  const nginx = await startNginx(places, (line) => void said.push(line))
  return {
    port,
    stop: async () => {
      await nginx.stop()
      await gate.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Caddy as `docs/gate.md` configures it, which asks a gate, before an upstream. */
export async function startBehindCaddy(service: TokenService, applicationPort: number): Promise<Front> {
  const gate = createGate(service, {
    mode: 'forward-auth',
    dialect: 'caddy',
    listen: '127.0.0.1:0',
    trustedPeers: ['127.0.0.1'],
    limits: { keepAliveMs: 500 },
  })
  const gatePort = await portOf(gate)
  const [port = 0] = await freePorts(1)
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-caddy-'))
  const file = join(folder, 'Caddyfile')
  const site = documentedSite()
    .replace('example.com', `http://:${port}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${gatePort}`)
    .replace('127.0.0.1:3000', `127.0.0.1:${applicationPort}`)
  writeFileSync(file, `{\n  admin off\n  auto_https off\n}\n${site}`)
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { env, stdio: 'ignore' })
  const exited = once(child, 'exit')
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error('caddy did not start')
    await delay(20)
  }
  return {
    port,
    stop: async () => {
      child.kill('SIGKILL')
      await exited
      await gate.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function documentedSite(): string {
  const page = readFileSync(fileURLToPath(new URL('../../docs/gate.md', import.meta.url)), 'utf8')
  return /```text\n(example\.com \{.*?)```/s.exec(page)?.[1] ?? ''
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

/** A gate that stands before an upstream itself. */
export async function startProxy(service: TokenService, applicationPort: number): Promise<Front> {
  const gate = createGate(service, {
    mode: 'proxy',
    listen: '127.0.0.1:0',
    upstream: `http://127.0.0.1:${applicationPort}`,
    limits: { keepAliveMs: 500 },
  })
  return { port: await portOf(gate), stop: () => gate.stop() }
}

async function portOf(gate: StandaloneGate): Promise<number> {
  return Number(new URL((await gate.listen()).gate).port)
}

/** Notes which target the gate was asked about, by the number of the case: as Node's parser read it, before the gate did. */
export function noteJudged(): { readonly at: (index: number) => string | undefined; readonly stop: () => void } {
  const judged = new Map<number, string | undefined>()
  const note = (message: unknown) => {
    const { headers, url } = (message as { readonly request: IncomingMessage }).request
    const told = headers['x-original-uri'] ?? headers['x-forwarded-uri']
    judged.set(Number(headers[CASE_HEADER]), told === undefined ? url : String(told))
  }
  subscribe('http.server.request.start', note)
  return {
    at: (index) => judged.get(index),
    stop: () => void unsubscribe('http.server.request.start', note),
  }
}
