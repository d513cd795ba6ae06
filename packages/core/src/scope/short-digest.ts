import { createHash } from 'node:crypto'

/** 48 bits over a list of texts, as 8 base64url characters. JSON keeps the texts apart. */
export function shortDigest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 6).toString('base64url')
}
