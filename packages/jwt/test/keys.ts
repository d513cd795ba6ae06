import { createHmac, createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { JwtAlgorithm } from '@hallpass/jwt'

export const ALGORITHMS: readonly JwtAlgorithm[] = ['HS256', 'EdDSA', 'ES256']

/** A new key for an algorithm: a secret, or a private key with its public half in it. */
export function createKey(alg: JwtAlgorithm): KeyObject {
  if (alg === 'HS256') return createSecretKey(Buffer.from(`${++secrets}`.padStart(40, 'secret')))
  return alg === 'EdDSA'
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

let secrets = 0

export function publicHalf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key
}

/** Signs with `node:crypto` alone, so that what is read does not lean on what writes. */
export function signatureOf(alg: string, data: string, key: KeyObject): Buffer {
  if (alg === 'HS256') return createHmac('sha256', key).update(data).digest()
  return alg === 'EdDSA'
    ? sign(null, Buffer.from(data), key)
    : sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' })
}

/** A compact text over any header and payload; texts and bytes are taken as they are. Signed as the key says, or with nothing. */
export function compact(alg: string, header: unknown, payload: unknown, key: KeyObject | undefined): string {
  const data = `${encoded(header)}.${encoded(payload)}`
  return `${data}.${key ? signatureOf(alg, data, key).toString('base64url') : ''}`
}

export function encoded(part: unknown): string {
  const bytes = typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part)
  return Buffer.from(bytes).toString('base64url')
}

export interface Decoded {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>> & { readonly hallpass: { readonly secret: string } }
  readonly signature: string
}

export function decoded(token: string): Decoded {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { header: json(header), claims: json(payload), signature }
}
