import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTokenService, memoryStore } from '@hallpass/core'
import { median } from '../measure/quantile.js'
import { joined, type Report } from '../report/report.js'
import { flow } from '../tokens-under-test.js'
import type { Effort } from './group.js'

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url))
const STARTS: Readonly<Record<Effort, number>> = { glance: 2, quick: 5, full: 15, large: 15 }

/** Bytes of heap a token, milliseconds to start, and the size of what is installed. */
export async function run(effort: Effort): Promise<Report> {
  return joined([await bytesPerToken(), startUp(STARTS[effort]), installed()])
}

async function bytesPerToken(): Promise<Report> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const service = createTokenService({ scopes: [flow], store: memoryStore() })
  for (let warm = 0; warm < 1000; warm++) await service.mint(flow, { resourceId: 'warm' })
  collect()
  const before = process.memoryUsage().heapUsed
  for (let index = 0; index < TOKENS; index++) await service.mint(flow, { resourceId: `f-${index}` })
  collect()
  const bytes = (process.memoryUsage().heapUsed - before) / TOKENS
  await service.close()
  const rows = [[`${TOKENS}`, bytes.toFixed(0)]]
  return {
    tables: [{ title: 'Memory store, heap after a full collection', columns: ['live tokens', 'bytes each'], rows }],
    figures: { 'bytes per token': bytes },
  }
}

const TOKENS = 200_000

const PROGRAMS = {
  'node, and nothing': '',
  'import @hallpass/core, make a service': `
    const { createTokenService, defineScope, memoryStore } = await import('@hallpass/core')
    createTokenService({ scopes: [defineScope({ name: 's', routes: ['GET /a'], maxTtl: '1h' })], store: memoryStore() })`,
  'the same with @hallpass/express': `
    await import('@hallpass/express')`,
  'express alone': `
    await import('express')`,
}

/** Whole processes, one of each in turn. */
function startUp(times: number): Report {
  const costs = new Map(Object.keys(PROGRAMS).map((name) => [name, [] as number[]]))
  for (let round = 0; round < times; round++)
    for (const [name, program] of Object.entries(PROGRAMS)) {
      const begun = performance.now()
      spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: fileURLToPath(HERE) })
      costs.get(name)?.push(performance.now() - begun)
    }
  const rows = [...costs].map(([name, took]) => [name, median(took).toFixed(0)])
  return { tables: [{ title: 'Start-up of a process', columns: ['what', 'ms, median'], rows }], figures: {} }
}

const HERE = new URL('.', import.meta.url)

/** What each package brings itself, without what it depends on. */
function installed(): Report {
  const rows = readdirSync(PACKAGES)
    .filter((name) => existsSync(join(PACKAGES, name, 'dist')))
    .map((name) => [
      name,
      kilobytes(bytesIn(join(PACKAGES, name, 'dist'))),
      kilobytes(bytesIn(join(PACKAGES, name, 'dist'), '.js')),
    ])
  return {
    tables: [{ title: 'Installed size', columns: ['package', 'dist, kB', 'of it code, kB'], rows }],
    figures: {},
  }
}

function bytesIn(folder: string, ending = ''): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.endsWith('.tsbuildinfo'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0)
