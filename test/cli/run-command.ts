import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A command at work. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

const CONFIG = `import { defineScope } from '@hallpass/core'
import { defineConfig } from 'hallpass'

const report = defineScope({ name: 'report', routes: ['GET /reports/:id'], resource: 'id', maxTtl: '1h' })
export default defineConfig({ scopes: [report], store: STORE })
`

/** A folder with a configuration for a store, gone at the end of the test. */
export function configuredFolder(store = 'file:./tokens'): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'hallpass.config.mjs'), CONFIG.replace('STORE', JSON.stringify(store)))
  return folder
}

/** Starts a program with pipes for its streams. */
export function start(cwd: string, program: string, words: readonly string[]): Running {
  const child = spawn(program, words, { cwd, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, out, err }))
  return { child, ended }
}

/** Runs a program to its end, with a text on its standard input. */
export function runToEnd(cwd: string, program: string, words: readonly string[], stdin = ''): Promise<Ended> {
  const { child, ended } = start(cwd, program, words)
  child.stdin?.end(stdin)
  return ended
}

/** Writes a `tokens.json` as terok does, with so many entries. */
export function writeTerokTokens(path: string, count: number): void {
  const entries = Array.from({ length: count }, (_, at) => [
    `terok-g-${at.toString(16).padStart(32, '0')}`,
    { project: `p-${at}`, task: 't' },
  ])
  writeFileSync(path, JSON.stringify(Object.fromEntries(entries)))
}
