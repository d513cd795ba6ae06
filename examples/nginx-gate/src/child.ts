import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program that runs beside the example. */
export interface Child {
  readonly process: ChildProcess
  stop(): Promise<void>
}

/**
 * Starts a program that runs until it is told to stop.
 * @param log hears each line that it writes to its standard error
 */
export function startChild(program: string, words: readonly string[], log: (line: string) => void): Child {
  const child = spawn(program, [...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'close')
  exited.catch((error: Error) => log(`${program}: ${error.message}`))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') log(line)
  })
  return {
    process: child,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
