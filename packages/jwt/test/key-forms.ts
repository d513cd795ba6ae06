import { webcrypto } from 'node:crypto'
import { exportJWK, generateKeyPair, generateSecret, importJWK } from 'jose'
import { createKey, publicHalf } from './keys.js'

export const ed = createKey('EdDSA')
export const ec = createKey('ES256')
export const secret = createKey('HS256')

export const jwks = {
  ed: await exportJWK(ed),
  ec: await exportJWK(ec),
  ecPublic: await exportJWK(publicHalf(ec)),
  secret: await exportJWK(secret),
}

/** Keys of WebCrypto. Those that are sealed cannot leave it. */
export const cryptoKeys = {
  ed: await generateKeyPair('EdDSA', { extractable: true }),
  sealedEd: await generateKeyPair('EdDSA'),
  sealedEc: await generateKeyPair('ES256'),
  ec: (await importJWK(jwks.ec, 'ES256', { extractable: true })) as webcrypto.CryptoKey,
  secret: await generateSecret('HS256'),
  hmac: await hmac(32, ['sign', 'verify']),
  verifies: await hmac(32, ['verify']),
  signs: await hmac(32, ['sign']),
  short: await hmac(31, ['sign', 'verify']),
  sha512: await hmac(64, ['sign', 'verify'], 'SHA-512'),
}

function hmac(bytes: number, usages: ('sign' | 'verify')[], hash = 'SHA-256'): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('raw', Buffer.alloc(bytes, 3), { name: 'HMAC', hash }, false, usages)
}
