import { startExample } from './example.js'
import { instructions } from './instructions.js'
import { narrate } from './narrate.js'
import { readSettings } from './settings.js'

/** Starts the example, tells what to try, and stops in good order when asked to. */
async function start(): Promise<void> {
  const example = await startExample({ ...readSettings(process.env), onEvent: (event) => log(narrate(event)) })
  console.log(instructions(example.port))
  stopOnSignal(async () => {
    log(`stopped; live tokens: ${await example.stop()}`)
  })
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
