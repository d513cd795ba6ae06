/** The answer, or the error of a late one: somebody else's code must not hold up a call for ever. */
export function inTime<T>(answer: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds)
  })
  return Promise.race([answer, end]).finally(() => clearTimeout(timer))
}
