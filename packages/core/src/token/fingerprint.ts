import { createHash } from 'node:crypto'
import { HallpassError, shown } from '../errors.js'
import { isPlainObject } from '../plain-object.js'

/** A field of an action. A list is a field of its own kind; a field that is missing is not an empty one. */
export type FingerprintField = string | Uint8Array | readonly string[] | undefined

/**
 * A digest of named fields, for a token that opens one exact action. Everything is length-prefixed, so that no text can
 * be moved from one field into the next; the order in which the fields are named does not matter.
 * @throws HallpassError `ERR_OPTIONS` for a value that is not text, bytes, a list of texts or `undefined`, and for fields that are no
 *   plain object: a `Map` or `URLSearchParams` has no fields of its own, and all would be equal
 */
export function fingerprintOf(fields: Readonly<Record<string, FingerprintField>>): string {
  if (!isPlainObject(fields))
    throw new HallpassError('ERR_OPTIONS', `fields must be a plain object, got ${shown(fields)}`)
  const digest = createHash('sha256').update('hallpass/fingerprint/1\0')
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name]
    if (field === undefined) continue
    const [kind, values] = readField(name, field)
    for (const part of [name, kind, String(values.length), ...values]) addPart(digest, part)
  }
  return digest.digest('base64url')
}

function readField(name: string, field: unknown): [kind: string, values: readonly (string | Uint8Array)[]] {
  if (typeof field === 'string') return ['text', [field]]
  if (field instanceof Uint8Array) return ['bytes', [field]]
  if (Array.isArray(field) && field.every((value) => typeof value === 'string')) return ['list', field]
  throw new HallpassError(
    'ERR_OPTIONS',
    `the field ${shown(name)} must be text, bytes or a list of texts, got ${shown(field)}`,
  )
}

function addPart(digest: ReturnType<typeof createHash>, part: string | Uint8Array): void {
  const bytes = typeof part === 'string' ? Buffer.from(part) : part
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(bytes.length))
  digest.update(length).update(bytes)
}
