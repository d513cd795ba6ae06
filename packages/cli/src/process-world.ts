import { userInfo } from 'node:os'
import { CommandError } from './command-error.js'
import { complain } from './output/write.js'
import type { World } from './world.js'

/** The world of a process. Signals, and output that nobody reads any more, abort its signal. */
export function processWorld(): World {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort(signal))
  for (const output of [process.stdout, process.stderr])
    output.on('error', ({ code }: NodeJS.ErrnoException) => stop.abort(code))
  const world: World = {
    words: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stop.signal,
    userName,
    now: Date.now,
    setExitCode: (code) => {
      process.exitCode = code
    },
  }
  tellWarnings(world)
  return world
}

function userName(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw new CommandError('usage', 'expected --by <name>: this process belongs to a user without a name', { cause })
  }
}

/** Warnings, such as those of damaged records, are told as all else is; Node's own telling is replaced. */
function tellWarnings(world: World): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning: Error & { readonly detail?: string }) => {
    const detail = warning.detail === undefined ? '' : `; ${warning.detail}`
    complain(world, `warning: ${warning.message}${detail}`).catch(() => undefined)
  })
}
