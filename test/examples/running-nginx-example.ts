import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Example, startExample } from '../../examples/nginx-gate/src/example.js'
import { freePorts } from '../servers/free-port.js'

/** The nginx example inside of the test, on free ports. */
export interface RunningNginx extends Example {
  readonly folder: string
  /** All that nginx, the gate and the application logged. */
  readonly log: readonly string[]
}

/** Starts it, runs the test, and takes everything away again. */
export async function withNginxExample(test: (example: RunningNginx) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-nginx-'))
  const log: string[] = []
  const [port = 0] = await freePorts(1)
  const example = await startExample({ port, folder, log: (line) => void log.push(line) })
  try {
    await test({ ...example, folder, log })
  } finally {
    await example.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
