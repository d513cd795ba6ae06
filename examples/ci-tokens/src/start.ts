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
  const example = await startExample({ ...settings, database: join(folder, 'tokens.db'), log })
  console.log(instructions(example, folder, settings.store ? NAMED : folder, await example.jobToken()))
  stopOnSignal(async () => {
    await example.stop()
    log('stopped')
  })
}

/** A URL may have a password in it, and is not told. */
const NAMED = 'the store that HALLPASS_STORE names'

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

function log(line: string): void {
  console.log(`  ${line}`)
}

start().catch(fail)
