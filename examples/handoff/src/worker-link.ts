import { type ChildProcess, fork } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import type { BrokerMessage } from './messages.js'

/** A worker process, as the broker sees it. */
export interface WorkerLink {
  /** One of its own: a process that takes over from one that died has another. */
  readonly id: string
  readonly pid: number | undefined
  /** Aborts when nothing can be said to it any more. */
  readonly gone: AbortSignal
  /** Resolves when the message is on its way. The connection stays open here as well. Rejects where that is not possible. */
  send(message: BrokerMessage, connection?: Socket): Promise<void>
  /** Hears what it says, which may be anything. */
  onMessage(listener: (message: unknown) => void): void
  /** Ends it at once. */
  kill(): void
  /** Lets it finish its connections, for a while, and then kills it. Resolves when the process is gone. */
  stop(): Promise<void>
}

/** Starts a worker process: a module that is told its id as its argument. */
export function forkWorker(module: URL, id: string): WorkerLink {
  const child = fork(module, [id], { execArgv: ['--import', TYPESCRIPT_LOADER] })
  const exited = exitOf(child)
  const gone = goneSignal(child)

  const stop = async () => {
    if (child.connected) child.disconnect()
    const patience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
    await exited
    clearTimeout(patience)
  }
  gone.addEventListener('abort', () => void stop())

  return {
    id,
    pid: child.pid,
    gone,
    send: (message, connection) => send(child, gone, message, connection),
    onMessage: (listener) => void child.on('message', listener),
    kill: () => void child.kill('SIGKILL'),
    stop,
  }
}

/** Workers are TypeScript, as the broker is. */
const TYPESCRIPT_LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

const GRACE_MS = 1000

/** A process that could not be started has no exit. */
function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined) resolve()
    else child.once('exit', () => resolve())
  })
}

function goneSignal(child: ChildProcess): AbortSignal {
  const gone = new AbortController()
  // Every hand-off under way listens.
  setMaxListeners(0, gone.signal)
  for (const event of ['exit', 'disconnect', 'error']) child.on(event, () => gone.abort())
  return gone.signal
}

/** What waits in the channel of a process that dies is dropped by Node without a word: hence the signal. */
function send(child: ChildProcess, gone: AbortSignal, message: BrokerMessage, connection?: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    gone.addEventListener('abort', () => reject(new Error('the worker is gone')), { signal: over.signal })
    child.send(message, connection, { keepOpen: true }, (error) => {
      over.abort()
      if (error) reject(error)
      else resolve()
    })
  })
}
