/** How a token can be signed. A key has one of them, and no header of a token can ask for another. */
export type JwtAlgorithm = 'HS256' | 'EdDSA' | 'ES256'

/** What the keys of an algorithm are called. */
export interface AlgorithmKeys {
  /** As {@link nameOfKey} names a `KeyObject`. */
  readonly keyObject: string
  /** As {@link nameOfKey} names a `CryptoKey`. */
  readonly cryptoKey: string
  /** For people. */
  readonly expected: string
}

export const ALGORITHMS: Readonly<Record<JwtAlgorithm, AlgorithmKeys>> = {
  HS256: { keyObject: 'secret', cryptoKey: 'HMAC SHA-256', expected: 'a secret' },
  EdDSA: { keyObject: 'ed25519', cryptoKey: 'Ed25519', expected: 'an Ed25519 key' },
  ES256: { keyObject: 'ec prime256v1', cryptoKey: 'ECDSA P-256', expected: 'a key on the curve P-256' },
}

export function isAlgorithm(alg: unknown): alg is JwtAlgorithm {
  return typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg)
}
