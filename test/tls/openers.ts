import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './opener.js'

/** A process that opens stores, and trusts whom it was told to trust. */
export interface Opener {
  /** Opens the store of a URL; one after the other. */
  readonly open: (url: string) => Promise<Outcome>
  readonly end: () => void
}

/** Starts one. `authority` is the file that goes into `NODE_EXTRA_CA_CERTS`. End it after the tests. */
export async function startOpener(authority?: string): Promise<Opener> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const child = fork(fileURLToPath(new URL('./opener.ts', import.meta.url)), [], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: authority === undefined ? env : { ...env, NODE_EXTRA_CA_CERTS: authority },
    execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const exit = once(child, 'exit').then(([code]) => Promise.reject(new Error(`who opens stores ended with ${code}`)))
  exit.catch(() => undefined)
  const told = async () => (await Promise.race([once(child, 'message'), exit])) as [unknown]
  await told()
  return {
    open: async (url) => {
      const outcome = told()
      child.send(url)
      return (await outcome)[0] as Outcome
    },
    end: () => void child.kill('SIGKILL'),
  }
}
