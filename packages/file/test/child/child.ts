import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { Tasks } from './tasks.js'

/** A process that does a task on a directory. */
export interface Child {
  readonly process: ChildProcess
  /** Resolves with the first thing that it tells. */
  readonly ready: Promise<unknown>
  /** Everything that it told so far. */
  readonly told: readonly unknown[]
  /** Lets it begin. */
  readonly begin: () => void
  /** Resolves with the last thing that it told, when it has ended by itself. */
  readonly result: <T>() => Promise<T>
  /** Resolves when it is gone, whatever way. */
  readonly gone: Promise<unknown>
}

/** Starts a process that does a task, once it may begin. It does not outlive the test. */
export function startChild<K extends keyof Tasks>(program: string, task: K, ...args: Parameters<Tasks[K]>): Child {
  return observe(spawn(process.execPath, [program, task, JSON.stringify(args)], STDIO))
}

/** The same, under limits that the shell sets. */
export function startLimitedChild<K extends keyof Tasks>(
  limit: string,
  program: string,
  task: K,
  ...args: Parameters<Tasks[K]>
): Child {
  const command = ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, program, task, JSON.stringify(args)]
  return observe(spawn('sh', command, STDIO))
}

const STDIO = { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as ('ignore' | 'inherit' | 'ipc')[] }

function observe(child: ChildProcess): Child {
  onTestFinished(() => void child.kill('SIGKILL'))
  const told: unknown[] = []
  child.on('message', (message) => told.push(message))
  const gone = once(child, 'close')
  return {
    process: child,
    ready: once(child, 'message').then(([message]) => message),
    told,
    begin: () => void child.send('begin'),
    result: async <T>() => {
      const [code, signal] = await gone
      if (code !== 0) throw new Error(`the child ended with ${code ?? signal}`)
      return told.at(-1) as T
    },
    gone,
  }
}

/** Starts several at once, lets them begin together, and gives what each of them told last. */
export async function raceChildren<T>(children: readonly Child[]): Promise<readonly T[]> {
  await Promise.all(children.map(({ ready }) => ready))
  for (const { begin } of children) begin()
  return Promise.all(children.map(({ result }) => result<T>()))
}
