import type { KeyObject } from 'node:crypto'
import type { JwtAlgorithm } from '@hallpass/jwt'
import type { Decoded } from '../keys.js'

/** What a forger has: a token and its parts, another one, and, in the worst case, the keys. */
export interface Forgery extends Decoded {
  readonly token: string
  readonly another: Decoded & { readonly id: string }
  readonly alg: JwtAlgorithm
  /** The key `k-1`, which signs. */
  readonly key: KeyObject
  /** The key `k-2`, which verifies only. */
  readonly otherKey: KeyObject
  /** Signs with the right key. */
  readonly sign: (claims: unknown, header?: unknown) => string
}

/** A forgery, and what it is told. */
export interface ForgeryCase {
  readonly name: string
  readonly make: (forger: Forgery) => string
  readonly reason: 'malformed' | 'unknown'
}
