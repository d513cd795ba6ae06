import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `hallpass gate` as a process of its own. */
export interface GateProcess {
  readonly child: ChildProcess
  /** Where it listens. */
  readonly url: URL
  readonly admin: URL
  /** All that it wrote. */
  readonly written: () => string
  /** The code that it ends with. */
  readonly ended: Promise<number | null>
}

/** What the process works on. */
export interface GateProcessOptions {
  readonly words: readonly string[]
  /** The URL of the store. */
  readonly store: string
}

const COMMAND = fileURLToPath(new URL('../../packages/cli/src/bin.ts', import.meta.url))
/** As a hook of the one process: the command of tsx would be a second one, which hands on signals twice. */
const TSX = ['--conditions=@hallpass/source', '--import', import.meta.resolve('tsx')]

const CONFIG = `import { defineScope } from '@hallpass/core'
import { defineConfig } from 'hallpass'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flowId'], resource: 'flowId', maxTtl: '1h' })
export default defineConfig({ scopes: [flow], store: 'memory:' })
`

/** Starts the command in a folder with a configuration, on free ports; resolves once it listens. */
export async function startGateProcess(options: GateProcessOptions): Promise<GateProcess> {
  const { child, written, ended } = spawnGate(options)
  const at = await new Promise<{ readonly gate: string; readonly admin: string }>((resolve, reject) => {
    const look = () => {
      const line = written()
        .split('\n')
        .find((one) => one.includes('"msg":"listening"'))
      if (line) resolve(JSON.parse(line))
    }
    child.stderr?.on('data', look)
    ended.then((code) => reject(new Error(`the gate ended with ${code}: ${written()}`)), reject)
  })
  return { child, written, ended, url: new URL(at.gate), admin: new URL(at.admin) }
}

function spawnGate({ words, store }: GateProcessOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-gate-'))
  writeFileSync(join(folder, 'hallpass.config.mjs'), CONFIG)
  const places = ['--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0', '--limit', 'keepAliveMs=2000']
  const all = [...TSX, COMMAND, 'gate', ...places, ...words]
  const child = spawn(process.execPath, all, {
    cwd: folder,
    env: { ...process.env, HALLPASS_STORE: store },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more
    })
  const ended = once(child, 'close').then(([code]) => {
    rmSync(folder, { recursive: true, force: true })
    return code as number | null
  })
  return { child, written: () => text, ended }
}
