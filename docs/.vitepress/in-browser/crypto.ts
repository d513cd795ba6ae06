import { sha256 } from '@noble/hashes/sha2.js'

/** What core takes of `node:crypto`, in a page: SHA-256 and the browser's own randomness. Peppers are for servers. */

export function hash(algorithm: string, text: string, encoding: string): string {
  return createHash(algorithm).update(text).digest().toString(encoding)
}

export function createHash(algorithm: string): Hashing {
  if (algorithm !== 'sha256') throw new Error(`there is no ${algorithm} in the page`)
  const digest = sha256.create()
  const hashing: Hashing = {
    update(part) {
      digest.update(typeof part === 'string' ? new TextEncoder().encode(part) : part)
      return hashing
    },
    digest: () => new Digest(digest.digest()),
  }
  return hashing
}

export function randomFillSync(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(bytes)
}

export function createHmac(): never {
  throw new Error('there are no peppers in the page')
}

export const createSecretKey: () => never = createHmac

interface Hashing {
  update(part: string | Uint8Array): Hashing
  digest(): Digest
}

/** Bytes that are written as text the way a Buffer does it. */
class Digest extends Uint8Array {
  override toString(encoding?: string): string {
    if (encoding !== 'base64url') throw new Error(`there is no ${encoding} in the page`)
    return btoa(String.fromCharCode(...this))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  }
}
