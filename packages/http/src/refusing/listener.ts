import type { Refused } from '../answer.js'

/** Tells a listener. What it throws, or rejects with, changes nothing. */
export function tellRefused<R>(
  listener: ((refused: Refused, request: R) => unknown) | undefined,
  refused: Refused,
  request: R,
): void {
  if (!listener) return
  try {
    const told = listener(Object.freeze(refused), request)
    if (told instanceof Promise) told.catch(ignore)
  } catch (error) {
    ignore(error)
  }
}

/** A listener's failure is the listener's: the decision stands. */
function ignore(_error: unknown): void {}
