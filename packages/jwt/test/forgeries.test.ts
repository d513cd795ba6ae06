import { createSecretKey } from 'node:crypto'
import { createTokenService, memoryStore } from '@hallpass/core'
import { jwtFormat } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, bench, flow, GET_FLOW, ISSUER, reasonOf, START } from './bench.js'
import { ALGORITHM_SWAPS } from './forgeries/algorithm-swaps.js'
import { CLAIMS, WITH_THE_KEY } from './forgeries/claims.js'
import type { Forgery } from './forgeries/forgery.js'
import { HEADERS } from './forgeries/headers.js'
import { PAYLOADS } from './forgeries/payloads.js'
import { SHAPES } from './forgeries/shapes.js'
import { SIGNATURES } from './forgeries/signatures.js'
import { ALGORITHMS, compact, createKey, decoded, publicHalf } from './keys.js'

const FORGERIES = [...WITH_THE_KEY, ...CLAIMS, ...PAYLOADS, ...HEADERS, ...ALGORITHM_SWAPS, ...SIGNATURES, ...SHAPES]

/** Two keys of the algorithm in the ring, two tokens under the first. */
async function scene(alg: (typeof ALGORITHMS)[number]) {
  const [key, otherKey] = [createKey(alg), createKey(alg)]
  const keys = [
    { kid: 'k-1', alg, key },
    { kid: 'k-2', alg, key: publicHalf(otherKey) },
  ]
  const world = bench({ issuer: ISSUER, audience: [AUDIENCE, 'https://other.example'], current: 'k-1', keys })
  const { token } = await world.service.mint(flow, { resourceId: 'f-17' })
  const another = await world.service.mint(flow, { resourceId: 'f-17' })
  const forger: Forgery = {
    ...decoded(token),
    token,
    another: { ...decoded(another.token), id: another.id },
    alg,
    key,
    otherKey,
    sign: (claims, header = decoded(token).header) => compact(alg, header, claims, key),
  }
  return { ...world, forger }
}

describe.each(ALGORITHMS)('E6 a forged token, %s', (alg) => {
  it.each(FORGERIES)('with $name is refused as $reason', async ({ make, reason }) => {
    const { service, forger, finds } = await scene(alg)
    const forged = make(forger)
    expect(forged).not.toBe(forger.token)
    expect(await reasonOf(service.validate(forged, GET_FLOW))).toBe(reason)
    expect(await reasonOf(service.consume(forged, GET_FLOW))).toBe(reason)
    expect(finds()).toBe(reason === 'malformed' ? 0 : 2)
    expect(await reasonOf(service.validate(forger.token, GET_FLOW))).toBe('ok')
  })

  it('is the token itself where nothing was changed: whoever forges here signs as we do', async () => {
    const { service, forger } = await scene(alg)
    expect(await reasonOf(service.validate(forger.sign(forger.claims), GET_FLOW))).toBe('ok')
  })

  it('by whoever has the signing key and its own token outlives nothing: the record says when it expires', async () => {
    const { service, forger, clock } = await scene(alg)
    const longer = forger.sign({ ...forger.claims, exp: 4_102_444_800 })
    expect(await reasonOf(service.validate(longer, GET_FLOW))).toBe('ok')
    clock.now = START + 15 * 60_000
    expect(await reasonOf(service.validate(longer, GET_FLOW))).toBe('expired')
  })

  it('by whoever has the signing key and its own token is granted nothing: the record says what it opens', async () => {
    const { service, forger } = await scene(alg)
    const wider = forger.sign({
      ...forger.claims,
      scope: 'flow admin',
      roles: ['admin'],
      hallpass: { ...forger.claims.hallpass, grants: [{ scope: 'flow', anyResource: true }] },
    })
    expect(await reasonOf(service.validate(wider, { ...GET_FLOW, target: '/flows/f-18' }))).toBe('route_not_allowed')
    expect(await service.validate(wider, GET_FLOW)).toMatchObject({ ok: true, token: { roles: [] } })
  })

  it('E5 is read where one of several audiences is ours, as a text or in a list', async () => {
    const { service, forger } = await scene(alg)
    for (const aud of [AUDIENCE, 'https://other.example', ['https://third.example', AUDIENCE]])
      expect(await reasonOf(service.validate(forger.sign({ ...forger.claims, aud }), GET_FLOW))).toBe('ok')
  })
})

describe('a token under ES256', () => {
  it('may carry the other signature that fits, and is the same record: the text is no identity', async () => {
    const { service, forger } = await scene('ES256')
    const bytes = Buffer.from(forger.signature, 'base64url')
    const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`)
    const mirrored = Buffer.from((P256_ORDER - s).toString(16).padStart(64, '0'), 'hex')
    const rewritten = Buffer.concat([bytes.subarray(0, 32), mirrored]).toString('base64url')
    const text = forger.token.slice(0, -forger.signature.length) + rewritten
    const [own, other] = [await service.validate(forger.token, GET_FLOW), await service.validate(text, GET_FLOW)]
    expect(text).not.toBe(forger.token)
    expect(own.ok && other.ok && own.token.id === other.token.id).toBe(true)
  })
})

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

describe('E6 the record', () => {
  const key = createSecretKey(Buffer.alloc(32, 7))
  const keys = [{ kid: 'k', alg: 'HS256', key }] as const
  const format = jwtFormat({ issuer: ISSUER, audience: AUDIENCE, current: 'k', keys })

  it('that is revoked is told to be revoked, and its children with it', async () => {
    const { service } = bench({ issuer: ISSUER, audience: AUDIENCE, current: 'k', keys })
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    const parent = await service.validate(token, GET_FLOW)
    if (!parent.ok) throw new Error('the parent was refused')
    const child = await service.mint(flow, { resourceId: 'f-17', within: parent.token })
    expect(await reasonOf(service.validate(child.token, GET_FLOW))).toBe('ok')
    await service.revoke(id, { by: 'ann' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('revoked')
    expect(await reasonOf(service.validate(child.token, GET_FLOW))).toBe('revoked')
  })

  it('that was swept is unknown', async () => {
    const { service, clock } = bench({ issuer: ISSUER, audience: AUDIENCE, current: 'k', keys })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    clock.now += 86_400_000
    await service.sweep()
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('unknown')
  })

  it('of a text opens nothing for a JWT with its id and secret, nor the other way round', async () => {
    /** Equal clocks and equal randomness: id and secret of both tokens are the same, and so are the digests. */
    const make = (options: object) => {
      let byte = 0
      const random = (size: number) => Uint8Array.from({ length: size }, () => byte++ % 248)
      return createTokenService({ scopes: [flow], store: memoryStore(), now: () => START, random, ...options })
    }
    const [jwtStore, textStore] = [memoryStore(), memoryStore()]
    const jwt = await make({ store: jwtStore, format }).mint(flow, { resourceId: 'f-17' })
    const text = await make({ store: textStore }).mint(flow, { resourceId: 'f-17' })
    expect(jwt.id).toBe(text.id)
    const digests = await Promise.all([jwtStore, textStore].map(async (store) => (await store.find(jwt.id))?.digest))
    expect(digests[0]).toBe(digests[1])

    const validate = (token: string, options: object) => reasonOf(make(options).validate(token, GET_FLOW))
    expect(await validate(jwt.token, { store: jwtStore, format })).toBe('ok')
    expect(await validate(text.token, { store: textStore })).toBe('ok')
    expect(await validate(jwt.token, { store: textStore, format })).toBe('unknown')
    expect(await validate(text.token, { store: jwtStore })).toBe('unknown')
    expect(await validate(text.token, { store: jwtStore, format })).toBe('malformed')
    expect(await validate(jwt.token, { store: textStore })).toBe('malformed')
  })
})
