import { constants } from 'node:os'
import { InterruptedError } from './command-error.js'
import { processWorld } from './process-world.js'
import { runProgram } from './program.js'

/** Runs the command that the process was started with. */
export async function main(): Promise<void> {
  try {
    await runProgram(processWorld())
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    end(error.reason)
  }
}

/**
 * Ends an interrupted process: by the signal that it got, so that a shell sees it; quietly where nobody reads the output
 * any more, as in `hallpass list | head`.
 */
function end(reason: unknown): void {
  if (typeof reason === 'string' && reason in constants.signals) process.kill(process.pid, reason)
  else process.exit(reason === 'EPIPE' ? 0 : 3)
}
