import { type JwtKey, jwtFormat } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { withKey } from './bench.js'
import { cryptoKeys, ec, ed, jwks, secret } from './key-forms.js'
import { createKey, publicHalf } from './keys.js'

const K = 'the key "k"'

describe('jwtFormat', () => {
  it.each<[string, object, string]>([
    [
      'an unknown algorithm',
      { alg: 'RS256', key: ed },
      `${K} must have one of the algorithms HS256, EdDSA, ES256, got "RS256"`,
    ],
    [
      'the algorithm none',
      { alg: 'none', key: ed },
      `${K} must have one of the algorithms HS256, EdDSA, ES256, got "none"`,
    ],
    [
      'an algorithm of every object',
      { alg: 'toString', key: ed },
      `${K} must have one of the algorithms HS256, EdDSA, ES256, got "toString"`,
    ],
    ['no algorithm', { key: ed }, `${K} must have one of the algorithms HS256, EdDSA, ES256, got undefined`],
    [
      'a secret of 31 bytes',
      { alg: 'HS256', key: Buffer.alloc(31) },
      `${K} must have at least 32 bytes for HS256, got 31`,
    ],
    ['an empty secret', { alg: 'HS256', key: new Uint8Array() }, `${K} must have at least 32 bytes for HS256, got 0`],
    [
      'a short JWK',
      { alg: 'HS256', key: { kty: 'oct', k: 'AAAA' } },
      `${K} must have at least 32 bytes for HS256, got 3`,
    ],
    [
      'a short CryptoKey',
      { alg: 'HS256', key: cryptoKeys.short },
      `${K} must have at least 32 bytes for HS256, got 31`,
    ],
    [
      'a secret for SHA-512',
      { alg: 'HS256', key: cryptoKeys.sha512 },
      `${K} must be a secret for HS256, got HMAC SHA-512`,
    ],
    [
      'text',
      { alg: 'HS256', key: 'canary'.repeat(8) },
      `${K} must be a CryptoKey, a KeyObject, a JWK or the bytes of a secret, got string`,
    ],
    [
      'no key',
      { alg: 'HS256' },
      `${K} must be a CryptoKey, a KeyObject, a JWK or the bytes of a secret, got undefined`,
    ],
    [
      'null',
      { alg: 'HS256', key: null },
      `${K} must be a CryptoKey, a KeyObject, a JWK or the bytes of a secret, got null`,
    ],
    [
      'another object',
      { alg: 'HS256', key: { canary: 1 } },
      `${K} must be a CryptoKey, a KeyObject, a JWK or the bytes of a secret, got another object`,
    ],
    ['a public key as a secret', { alg: 'HS256', key: publicHalf(ed) }, `${K} must be a secret for HS256, got ed25519`],
    ['bytes for EdDSA', { alg: 'EdDSA', key: Buffer.alloc(32) }, `${K} must be an Ed25519 key for EdDSA, got secret`],
    ['a P-256 key for EdDSA', { alg: 'EdDSA', key: ec }, `${K} must be an Ed25519 key for EdDSA, got ec prime256v1`],
    [
      'an Ed25519 key for ES256',
      { alg: 'ES256', key: cryptoKeys.sealedEd.publicKey },
      `${K} must be a key on the curve P-256 for ES256, got Ed25519`,
    ],
    [
      'a private key that cannot leave',
      { alg: 'EdDSA', key: cryptoKeys.sealedEd.privateKey },
      `${K} cannot leave WebCrypto: give its public key with it, as { privateKey, publicKey }`,
    ],
    [
      'a pair of two keys',
      { alg: 'EdDSA', key: { privateKey: ed, publicKey: cryptoKeys.sealedEd.publicKey } },
      `${K} must be a pair, got the publicKey of another privateKey`,
    ],
    [
      'a pair the wrong way round',
      { alg: 'EdDSA', key: { privateKey: publicHalf(ed), publicKey: ed } },
      `${K} must have a private key as its privateKey, got a public one`,
    ],
    [
      'a pair of two private keys',
      { alg: 'EdDSA', key: { privateKey: ed, publicKey: ed } },
      `${K} must have a public key as its publicKey, got a private one`,
    ],
    [
      'a secret that does not verify',
      { alg: 'HS256', key: cryptoKeys.signs },
      `${K} must be a CryptoKey whose usages have "verify"`,
    ],
    [
      'a JWK that cannot be read',
      { alg: 'EdDSA', key: { kty: 'OKP', crv: 'Ed25519', x: '' } },
      `${K} must be a JWK that can be read`,
    ],
    ['a JWK of no kind', { alg: 'EdDSA', key: { kty: 'canary' } }, `${K} must be a JWK that can be read`],
    ['a JWK without its secret', { alg: 'HS256', key: { kty: 'oct' } }, `${K} needs a JWK whose "k" is base64url`],
    [
      'a JWK whose secret is plain base64',
      { alg: 'HS256', key: { kty: 'oct', k: '+'.repeat(44) } },
      `${K} needs a JWK whose "k" is base64url`,
    ],
    [
      'a JWK for another algorithm',
      { alg: 'EdDSA', key: { ...jwks.ed, alg: 'ES256' } },
      `${K} needs a JWK whose "alg" is "EdDSA", got "ES256"`,
    ],
    [
      'a JWK of another name',
      { alg: 'EdDSA', key: { ...jwks.ed, kid: 'j' } },
      `${K} needs a JWK whose "kid" is "k", got "j"`,
    ],
    [
      'a JWK to encrypt with',
      { alg: 'EdDSA', key: { ...jwks.ed, use: 'enc' } },
      `${K} needs a JWK whose "use" is "sig", got "enc"`,
    ],
    [
      'a JWK to derive with',
      { alg: 'EdDSA', key: { ...jwks.ed, key_ops: ['deriveKey'] } },
      `${K} needs a JWK whose "key_ops" has "sign" or "verify"`,
    ],
  ])('refuses %s as a key', (_, key, message) => {
    expect(() => jwtFormat(withKey({ kid: 'k', ...key } as JwtKey))).toThrow(
      expect.objectContaining({ name: 'HallpassError', code: 'ERR_OPTIONS', message }),
    )
  })

  const key: JwtKey = { kid: 'k', alg: 'EdDSA', key: ed }
  it.each<[string, object, string]>([
    ['a misspelt option', { audiences: 'a' }, '"audiences" is not an option of jwtFormat'],
    ['no issuer', { issuer: undefined }, 'issuer must be text of 1 to 512 characters, got undefined'],
    ['an empty issuer', { issuer: '' }, 'issuer must be text of 1 to 512 characters, got ""'],
    ['a list of issuers', { issuer: ['a', 'b'] }, 'issuer must be text of 1 to 512 characters, got a list of 2'],
    ['no audience', { audience: undefined }, 'audience must be a text, or a list of at least one, got undefined'],
    ['an empty audience', { audience: '' }, 'audience must be a text, or a list of at least one, got ""'],
    [
      'an empty list of audiences',
      { audience: [] },
      'audience must be a text, or a list of at least one, got a list of 0',
    ],
    [
      'an audience that is a number',
      { audience: ['a', 1] },
      'audience must be a text, or a list of at least one, got a list of 2',
    ],
    ['no keys', { keys: undefined }, 'keys must be a list of { kid, alg, key }, got undefined'],
    ['keys by name', { keys: { k: ed } }, 'keys must be a list of { kid, alg, key }, got an object'],
    ['an empty list of keys', { keys: [] }, 'current must be the kid of one of keys (), got "k"'],
    ['a current key that is not there', { current: 'j' }, 'current must be the kid of one of keys ("k"), got "j"'],
    ['no current key', { current: undefined }, 'current must be the kid of one of keys ("k"), got undefined'],
    [
      'two keys of one name',
      { keys: [key, { ...key, key: createKey('EdDSA') }] },
      'every key must have a kid of its own, got "k" twice',
    ],
    [
      'two keys of one name and two algorithms',
      { keys: [key, { kid: 'k', alg: 'HS256', key: secret }] },
      'every key must have a kid of its own, got "k" twice',
    ],
    [
      'a key without a name',
      { keys: [{ ...key, kid: undefined }] },
      'a kid must be 1 to 128 characters of printable ASCII, got undefined',
    ],
    [
      'a name with a space',
      { keys: [{ ...key, kid: 'a b' }] },
      'a kid must be 1 to 128 characters of printable ASCII, got "a b"',
    ],
    ['a key that is none', { keys: [null] }, 'a kid must be 1 to 128 characters of printable ASCII, got undefined'],
  ])('refuses %s', (_, change, message) => {
    const options = { ...withKey(key), ...change }
    expect(() => jwtFormat(options as never)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS', message }))
  })

  it('refuses to be made of nothing', () => {
    expect(() => (jwtFormat as (options?: unknown) => unknown)()).toThrow('issuer must be text')
  })
})
