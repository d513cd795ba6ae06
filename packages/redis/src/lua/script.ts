import { createHash } from 'node:crypto'

/** A script, and the digest by which the server knows it once it has run. */
export interface Script {
  readonly text: string
  readonly digest: string
}

/** One script of several parts: the functions first, then what calls them. */
export function script(...parts: readonly string[]): Script {
  const text = parts.map((part) => part.trim()).join('\n\n')
  return { text, digest: createHash('sha1').update(text).digest('hex') }
}
