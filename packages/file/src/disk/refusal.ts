/** The code of what a call of the file system threw; empty where there is none. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Makes a call that may be refused in ways that are expected: answers in which, `undefined` where it was not refused. */
export async function refusalOf<C extends string>(
  call: Promise<unknown>,
  ...expected: readonly C[]
): Promise<C | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const code = expected.find((one) => one === codeOf(error))
    if (code === undefined) throw error
    return code
  }
}

/** Makes a call on what may not be there: `undefined` where it is not. */
export async function orAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
