import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from './child.js'

/** What the configuration leaves open. */
export interface NginxPlaces {
  /** Where nginx keeps what it needs. */
  readonly folder: string
  readonly port: number
  readonly gatePort: number
  readonly applicationPort: number
  /** Shown to the gate with each question. */
  readonly secret: string
}

const CONFIGURATION = fileURLToPath(new URL('../nginx', import.meta.url))

/** Starts nginx with the configuration of the example. */
export async function startNginx(places: NginxPlaces, log: (line: string) => void): Promise<Child> {
  const { folder, port, secret } = places
  mkdirSync(folder, { mode: 0o711 })
  copyFileSync(join(CONFIGURATION, 'nginx.conf'), join(folder, 'nginx.conf'))
  writeFileSync(join(folder, 'site.conf'), siteConfiguration(places))
  writeFileSync(join(folder, 'secret.conf'), `proxy_set_header X-Hallpass-Gate-Secret "${secret}";\n`, { mode: 0o600 })
  const child = startChild('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], log)
  while (!(await accepts(port))) {
    if (child.process.exitCode !== null || child.process.pid === undefined) throw new Error('nginx did not start')
    await delay(20)
  }
  return child
}

function siteConfiguration({ port, gatePort, applicationPort }: NginxPlaces): string {
  const values: Readonly<Record<string, string>> = {
    LISTEN: `127.0.0.1:${port}`,
    GATE: `127.0.0.1:${gatePort}`,
    APPLICATION: `127.0.0.1:${applicationPort}`,
  }
  const template = readFileSync(join(CONFIGURATION, 'site.conf'), 'utf8')
  return template.replace(/\$\{([A-Z]+)\}/g, (_, name: string) => values[name] ?? '')
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
