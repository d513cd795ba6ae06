/**
 * Wraps listeners of events. What one throws would be nobody's and end the whole process, with every connection of every
 * client: `fail` ends the one exchange instead.
 */
export function caught(fail: (error: unknown) => void) {
  return <Args extends readonly unknown[]>(listener: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        listener(...args)
      } catch (error) {
        fail(error)
      }
    }
}
