import { userInfo } from 'node:os'
import { CommandError } from './command-error.js'
import { complain } from './output/write.js'
import type { World } from './world.js'

/** The world of a process. Signals, and output that nobody reads any more, abort its signal. */
export function processWorld(): World {
  const stop = new AbortController()
  onFirstSignal((signal) => stop.abort(signal))
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

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The second signal, of whichever kind, ends the process as if nobody listened. */
function onFirstSignal(tell: (signal: NodeJS.Signals) => void): void {
  const first = (signal: NodeJS.Signals) => {
    for (const one of SIGNALS) process.off(one, first)
    tell(signal)
  }
  for (const one of SIGNALS) process.on(one, first)
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
