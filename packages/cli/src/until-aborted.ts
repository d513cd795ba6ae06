import { InterruptedError } from './command-error.js'

/**
 * Waits for work, but no longer than until the signal is aborted.
 * @throws InterruptedError
 */
export function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new InterruptedError(signal.reason))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([work, stopped])
}
