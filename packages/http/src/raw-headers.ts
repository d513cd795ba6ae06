/** More than one line, or more than one value, where there may be one. */
export const AMBIGUOUS: unique symbol = Symbol('hallpass.ambiguous')

/**
 * The values of a header's lines. Read from the raw list: `req.headers` keeps the first of two `Authorization` lines and
 * says nothing of the second.
 *
 * `name` is lower case.
 */
export function headerLines(rawHeaders: readonly string[], name: string): readonly string[] {
  let lines: string[] | undefined
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const found = rawHeaders[index] as string
    if (found.length !== name.length || found.toLowerCase() !== name) continue
    lines ??= []
    lines.push(rawHeaders[index + 1] as string)
  }
  return lines ?? NONE
}

const NONE: readonly string[] = Object.freeze([])

/** The value of a header that may be there once. */
export function onlyHeaderLine(rawHeaders: readonly string[], name: string): string | undefined | typeof AMBIGUOUS {
  let only: string | undefined
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const found = rawHeaders[index] as string
    if (found.length !== name.length || found.toLowerCase() !== name) continue
    if (only !== undefined) return AMBIGUOUS
    only = rawHeaders[index + 1] as string
  }
  return only
}
