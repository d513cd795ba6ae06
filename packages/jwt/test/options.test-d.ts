import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createTokenService, memoryStore, type TokenFormat } from '@hallpass/core'
import { type JwtAlgorithm, type JwtClaims, type JwtKey, jwtFormat } from '@hallpass/jwt'
import { exportJWK, generateKeyPair, generateSecret, jwtVerify } from 'jose'
import { expectTypeOf } from 'vitest'

const names = { issuer: 'https://api.example', current: 'k' } as const
const pair = generateKeyPairSync('ed25519')

const format = jwtFormat({ ...names, audience: ['a', 'b'], keys: [{ kid: 'k', alg: 'EdDSA', key: pair }] })
expectTypeOf(format).toEqualTypeOf<TokenFormat>()
createTokenService({ scopes: [], store: memoryStore(), format })

// What jose and node:crypto make is taken as it is.
const keys: readonly JwtKey[] = [
  { kid: 'a', alg: 'EdDSA', key: await generateKeyPair('EdDSA') },
  { kid: 'b', alg: 'HS256', key: await generateSecret('HS256') },
  { kid: 'c', alg: 'ES256', key: await exportJWK(pair.privateKey) },
  { kid: 'd', alg: 'EdDSA', key: pair.publicKey satisfies KeyObject },
  { kid: 'e', alg: 'HS256', key: new Uint8Array(32) },
]
jwtFormat({ ...names, audience: 'a', keys })

expectTypeOf<JwtAlgorithm>().toEqualTypeOf<'HS256' | 'EdDSA' | 'ES256'>()

// A reader names the claims that it reads.
const { payload } = await jwtVerify<JwtClaims>('', pair.publicKey)
expectTypeOf(payload.hallpass.grants?.[0]?.resourceId).toEqualTypeOf<string | undefined>()

// @ts-expect-error none is no algorithm
jwtFormat({ ...names, audience: 'a', keys: [{ kid: 'k', alg: 'none', key: pair }] })

// @ts-expect-error a secret is bytes: nobody knows how a text is encoded
jwtFormat({ ...names, audience: 'a', keys: [{ kid: 'k', alg: 'HS256', key: 'a secret' }] })

// @ts-expect-error which key signs is said, and not guessed
jwtFormat({ issuer: 'a', audience: 'a', keys })

// @ts-expect-error whom the tokens are for is said
jwtFormat({ ...names, keys })
