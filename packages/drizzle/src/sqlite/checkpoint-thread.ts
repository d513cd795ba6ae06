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
  const failed = new Promise<never>((_resolve, reject) => worker.once('error', reject))
  failed.catch(() => {}) // told to whoever asks for a checkpoint
  return {
    checkpoint: () => {
      const done = new Promise<void>((resolve) => worker.once('message', () => resolve()))
      worker.postMessage('checkpoint')
      return Promise.race([done, failed])
    },
    end: () => {
      worker.ref()
      worker.postMessage('end')
      return exited
    },
  }
}
