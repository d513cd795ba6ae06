import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Table } from './report.js'

const load = createRequire(import.meta.url)

/** What the figures were measured on, and with. */
export function machine(command: string): Table {
  const processors = cpus()
  const rows = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['command', command],
    ['processor', `${processors[0]?.model ?? 'unknown'}, ${processors.length} cores`],
    ['memory', `${(totalmem() / 1e9).toFixed(0)} GB`],
    ['load when it began, 1 minute', loadavg()[0]?.toFixed(1) ?? ''],
    ['node', `${process.versions.node}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}`],
    ...VERSIONED.map((name) => [name, versionOf(name)]),
  ]
  return { title: 'Machine and versions', columns: ['what', 'value'], rows }
}

const VERSIONED = Object.keys(manifest(new URL('../../package.json', import.meta.url)).dependencies ?? {}).filter(
  (name) => !/^@hallpass|^@types|^tsx$/.test(name),
)

function versionOf(name: string): string {
  const folder = load.resolve.paths(name)?.find((path) => existsSync(`${path}/${name}/package.json`))
  return folder === undefined ? 'unknown' : manifest(`${folder}/${name}/package.json`).version
}

interface Manifest {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

function manifest(path: string | URL): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest
}
