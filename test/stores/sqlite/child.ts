import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Starts a script of this folder as a process of its own, which is gone at the end of the test; ready when it says so. */
export async function startChild(script: string, args: readonly string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    cwd: root,
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => [code])])
  if (first !== 'ready') throw new Error(`${script} ended before it was ready, with ${first}`)
  return child
}

/** The next message of a process. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message')
  return message as T
}
