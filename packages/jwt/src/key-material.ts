import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  KeyObject,
  type webcrypto,
} from 'node:crypto'
import { types } from 'node:util'
import { shown } from '@hallpass/core'
import type { JWK } from 'jose'
import { ALGORITHMS } from './algorithms.js'
import { isOnlySpelling } from './compact.js'
import type { JwtKey } from './options.js'
import { wrong } from './wrong.js'

/** A key that can be used as it is. */
export type Key = KeyObject | webcrypto.CryptoKey

/** Shorter secrets can be found by trying (RFC 7518 3.2). */
const SHORTEST_SECRET = 32

/**
 * One key, whatever it is given as, checked against its algorithm.
 * @throws HallpassError `ERR_OPTIONS`; the text never shows what came, but for its kind
 */
export function readKey(owner: JwtKey, material: unknown): Key {
  const key = keyOf(owner, material)
  const { keyObject, cryptoKey, expected } = ALGORITHMS[owner.alg]
  const name = nameOfKey(key)
  if (name !== (types.isCryptoKey(key) ? cryptoKey : keyObject))
    throw keyProblem(owner, `must be ${expected} for ${owner.alg}, got ${name}`)
  const bytes = bytesOf(key)
  if (bytes !== undefined && bytes < SHORTEST_SECRET)
    throw keyProblem(owner, `must have at least ${SHORTEST_SECRET} bytes for ${owner.alg}, got ${bytes}`)
  return key
}

/** An error text that names the key and never shows it. */
export function keyProblem({ kid }: JwtKey, text: string, options?: { readonly cause?: unknown }) {
  return wrong(`the key ${shown(kid)} ${text}`, options)
}

/** The key for `node:crypto`; `undefined` for one that cannot leave WebCrypto. */
export function keyObjectOf(key: Key): KeyObject | undefined {
  if (!types.isCryptoKey(key)) return key
  return key.extractable ? KeyObject.from(key) : undefined
}

function keyOf(owner: JwtKey, material: unknown): Key {
  if (types.isCryptoKey(material) || types.isKeyObject(material)) return material
  if (material instanceof Uint8Array) return createSecretKey(material)
  if (typeof material === 'object' && material !== null && 'kty' in material) return fromJwk(owner, material as JWK)
  const came = material === null ? 'null' : typeof material === 'object' ? 'another object' : typeof material
  throw keyProblem(owner, `must be a CryptoKey, a KeyObject, a JWK or the bytes of a secret, got ${came}`)
}

function fromJwk(owner: JwtKey, jwk: JWK): KeyObject {
  checkDeclared(owner, jwk)
  if (jwk.kty === 'oct') return secretOf(owner, jwk)
  try {
    const input = { key: jwk as JsonWebKey, format: 'jwk' } as const
    return jwk.d === undefined ? createPublicKey(input) : createPrivateKey(input)
  } catch (cause) {
    throw keyProblem(owner, 'must be a JWK that can be read', { cause })
  }
}

function secretOf(owner: JwtKey, { k }: JWK): KeyObject {
  if (typeof k === 'string' && isOnlySpelling(k)) return createSecretKey(k, 'base64url')
  throw keyProblem(owner, 'needs a JWK whose "k" is base64url')
}

/** What a JWK says of itself (RFC 7517 4) is not overruled. */
function checkDeclared(owner: JwtKey, { kid, alg, use, key_ops }: JWK): void {
  const declared = { kid: [kid, owner.kid], alg: [alg, owner.alg], use: [use, 'sig'] } as const
  for (const [member, [says, needed]] of Object.entries(declared))
    if (says !== undefined && says !== needed)
      throw keyProblem(owner, `needs a JWK whose "${member}" is ${shown(needed)}, got ${shown(says)}`)
  if (key_ops !== undefined && !(Array.isArray(key_ops) && (key_ops.includes('sign') || key_ops.includes('verify'))))
    throw keyProblem(owner, 'needs a JWK whose "key_ops" has "sign" or "verify"')
}

function nameOfKey(key: Key): string {
  if (types.isCryptoKey(key)) {
    const { name, namedCurve, hash } = key.algorithm as CryptoKeyAlgorithm
    return words(name, namedCurve ?? hash?.name)
  }
  return words(key.asymmetricKeyType ?? key.type, key.asymmetricKeyDetails?.namedCurve)
}

function bytesOf(key: Key): number | undefined {
  if (key.type !== 'secret') return undefined
  return types.isCryptoKey(key) ? Number((key.algorithm as CryptoKeyAlgorithm).length) / 8 : key.symmetricKeySize
}

interface CryptoKeyAlgorithm {
  readonly name: string
  readonly namedCurve?: string
  readonly hash?: { readonly name: string }
  /** Bits. */
  readonly length?: number
}

function words(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} ${second}`
}
