/** A function of the application that only listens: what it throws, or rejects with, changes nothing. */
export function contained<A extends readonly unknown[]>(listener: (...heard: A) => unknown): (...heard: A) => void {
  return (...heard) => {
    try {
      letReject(listener(...heard))
    } catch (failure) {
      ignore(failure)
    }
  }
}

/** A promise that nobody waits for may reject. */
export function letReject(given: unknown): void {
  if (given instanceof Promise) given.catch(ignore)
}

/** Nobody listens, or it is the listener's own failure: the answer stands. */
export function ignore(_error: unknown): void {}
