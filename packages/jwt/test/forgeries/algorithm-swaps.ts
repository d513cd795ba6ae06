import { createSecretKey, type KeyObject } from 'node:crypto'
import { compact, encoded, publicHalf } from '../keys.js'
import type { ForgeryCase } from './forgery.js'

/** Another algorithm than that of the key. */
export const ALGORITHM_SWAPS: readonly ForgeryCase[] = [
  ...['none', 'None', 'NONE', 'nOnE', ''].map(
    (alg): ForgeryCase => ({
      name: `alg ${JSON.stringify(alg)} and no signature`,
      make: ({ header, claims }) => compact(alg, { ...header, alg }, claims, undefined),
      reason: 'malformed',
    }),
  ),
  {
    name: 'alg none and the signature of before',
    make: ({ header, claims, signature }) => `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.${signature}`,
    reason: 'malformed',
  },
  ...(['pem', 'der', 'x'] as const).map(
    (form): ForgeryCase => ({
      name: `alg HS256 and the public key as its secret, ${form}`,
      make: ({ header, claims, otherKey }) =>
        compact('HS256', { ...header, kid: 'k-2', alg: 'HS256' }, claims, createSecretKey(publicBytes(otherKey, form))),
      reason: 'malformed',
    }),
  ),
  ...(['HS384', 'RS256', 'PS256', 'ES384', 'ES256K', 'Ed25519'] as const).map(
    (alg): ForgeryCase => ({
      name: `alg ${alg}`,
      make: ({ sign, claims, header }) => sign(claims, { ...header, alg }),
      reason: 'malformed',
    }),
  ),
]

/** What everybody knows of a key: of a secret, here, its name. */
function publicBytes(key: KeyObject, form: 'pem' | 'der' | 'x'): Buffer {
  const half = publicHalf(key)
  if (half.type === 'secret') return Buffer.from('k-2'.padEnd(32))
  if (form === 'x') return Buffer.from(half.export({ format: 'jwk' }).x ?? '', 'base64url')
  return Buffer.from(half.export({ type: 'spki', format: form as 'pem' }))
}
