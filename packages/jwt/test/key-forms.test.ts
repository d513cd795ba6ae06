import { KeyObject } from 'node:crypto'
import { type JwtKey, jwtFormat } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, bench, flow, GET_FLOW, ISSUER, reasonOf, withKey } from './bench.js'
import { cryptoKeys, ec, ed, jwks, secret } from './key-forms.js'
import { publicHalf } from './keys.js'

describe('a key that signs', () => {
  it.each<[string, Omit<JwtKey, 'kid'>]>([
    ['bytes', { alg: 'HS256', key: new Uint8Array(32).fill(5) }],
    ['a Buffer', { alg: 'HS256', key: Buffer.alloc(64, 5) }],
    ['a secret KeyObject', { alg: 'HS256', key: secret }],
    ['a secret CryptoKey', { alg: 'HS256', key: cryptoKeys.hmac }],
    ['a secret of jose', { alg: 'HS256', key: cryptoKeys.secret }],
    ['a secret JWK', { alg: 'HS256', key: jwks.secret }],
    ['a private KeyObject, Ed25519', { alg: 'EdDSA', key: ed }],
    ['a private JWK, Ed25519', { alg: 'EdDSA', key: jwks.ed }],
    ['a private CryptoKey that can leave, Ed25519', { alg: 'EdDSA', key: cryptoKeys.ed.privateKey }],
    ['a pair of CryptoKeys, Ed25519', { alg: 'EdDSA', key: cryptoKeys.sealedEd }],
    ['a private KeyObject, P-256', { alg: 'ES256', key: ec }],
    ['a private JWK, P-256', { alg: 'ES256', key: jwks.ec }],
    ['a private CryptoKey that can leave, P-256', { alg: 'ES256', key: cryptoKeys.ec }],
    ['a pair of CryptoKeys, P-256', { alg: 'ES256', key: cryptoKeys.sealedEc }],
    ['a pair of KeyObjects', { alg: 'ES256', key: { privateKey: ec, publicKey: publicHalf(ec) } }],
    [
      'a pair of two kinds',
      {
        alg: 'EdDSA',
        key: { privateKey: cryptoKeys.ed.privateKey, publicKey: KeyObject.from(cryptoKeys.ed.publicKey) },
      },
    ],
    [
      'a JWK that says what it is for',
      { alg: 'EdDSA', key: { ...jwks.ed, kid: 'k', alg: 'EdDSA', use: 'sig', key_ops: ['sign'] } },
    ],
  ])('may be given as %s', async (_, key) => {
    const { service } = bench(withKey({ kid: 'k', ...key }))
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })
})

describe('a key that only verifies', () => {
  it.each<[string, JwtKey['alg'], JwtKey['key'], JwtKey['key']]>([
    ['a public KeyObject', 'EdDSA', ed, publicHalf(ed)],
    ['a public JWK', 'ES256', ec, jwks.ecPublic],
    ['a public CryptoKey', 'EdDSA', cryptoKeys.sealedEd, cryptoKeys.sealedEd.publicKey],
    ['a secret CryptoKey', 'HS256', cryptoKeys.hmac, cryptoKeys.verifies],
  ])('may be given as %s, and does not sign', async (_, alg, signs, verifies) => {
    const { service, store } = bench(withKey({ kid: 'k', alg, key: signs }))
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const keys: JwtKey[] = [
      { kid: 'k', alg, key: verifies },
      { kid: 'other', alg: 'HS256', key: secret },
    ]
    const reader = bench({ issuer: ISSUER, audience: AUDIENCE, current: 'other', keys }, { store })
    expect(await reasonOf(reader.service.validate(token, GET_FLOW))).toBe('ok')
    expect(() => jwtFormat({ issuer: ISSUER, audience: AUDIENCE, current: 'k', keys })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS',
        message: 'the key "k" is current: it must be one that signs, got one that only verifies',
      }),
    )
  })
})
