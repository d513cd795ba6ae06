import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The lines of a list, one character a byte (latin1), without empty ones. */
export function readLines(folder: string, file: string): readonly string[] {
  const bytes = readFileSync(join(folder, file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  return text.split('\n').filter((line) => line !== '')
}

/** A JSON file, as it is: each reader checks the members that it takes. */
export function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}

/** Every text at a member of this name, anywhere in a JSON value. */
export function textsAt(value: unknown, member: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]: readonly [string, unknown]) =>
    name === member && typeof inner === 'string' ? [inner] : textsAt(inner, member),
  )
}
