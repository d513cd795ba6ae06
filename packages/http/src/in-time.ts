/** How long a function of the application may think about a request, in milliseconds. */
const PATIENCE_MS = 5000

/**
 * What a function of the application gives, or an error where it never answers: a request must not hang on it for ever.
 * @throws whatever the function does
 */
export function inTime<T>(given: T | PromiseLike<T>, name: string): T | Promise<T> {
  if (!isPromiseLike(given)) return given
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} gave no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  return Promise.race([given, late]).finally(() => clearTimeout(timer))
}

function isPromiseLike<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  return typeof (given as Partial<PromiseLike<T>> | null | undefined)?.then === 'function'
}
