import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** A thread with a connection of its own, for checkpoints. It holds no process open. */
export interface CheckpointThread {
  /** @throws what ended the thread */
  readonly checkpoint: () => Promise<void>
  readonly end: () => Promise<void>
}

/** Starts the thread for the database of a path. */
export function startCheckpointThread(path: string): CheckpointThread {
  const worker = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData: { path } })
  worker.unref()
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  let failure: Error | undefined
  worker.once('error', (error: Error) => {
    failure = error
  })
  return {
    checkpoint: async () => {
      if (failure) throw failure
      const done = once(worker, 'message')
      worker.postMessage('checkpoint')
      await done
    },
    end: () => {
      worker.ref()
      worker.postMessage('end')
      return exited
    },
  }
}
