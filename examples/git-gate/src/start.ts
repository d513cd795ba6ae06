import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startExample } from './example.js'
import { instructions } from './instructions.js'
import { readSettings } from './settings.js'

/** Starts the example, tells what to try, and stops in good order when asked to. */
async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const folder = temporaryFolder()
  const example = await startExample({ ...settings, folder, log: (line) => void process.stdout.write(`  ${line}`) })
  const reader = await example.assign('review', 'app.git', 'read')
  const writer = await example.assign('change', 'app.git', 'write')
  console.log(instructions(example, folder, reader, writer))
  stopOnSignal(async () => {
    await example.stop()
    console.log('  stopped')
  })
}

/** A folder that is gone when the process is. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-example-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A second Ctrl+C, or npm that hands on the first, does not cut the stopping short. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!stopping) stop().catch(fail)
      stopping = true
    })
  }
}

function fail(error: Error): void {
  console.error(error.message)
  process.exit(1)
}

start().catch(fail)
