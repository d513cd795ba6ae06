import { memoryStore } from '@hallpass/core'
import type { JwtKey } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, bench, flow, GET_FLOW, ISSUER, reasonOf } from './bench.js'
import { createKey, decoded, publicHalf } from './keys.js'

const ring = (current: string, ...keys: readonly JwtKey[]) => ({ issuer: ISSUER, audience: AUDIENCE, current, keys })

describe('E7 keys', () => {
  const store = memoryStore()
  const [first, second] = [createKey('EdDSA'), createKey('ES256')]
  const old: JwtKey = { kid: 'old', alg: 'EdDSA', key: first }
  const oldPublic: JwtKey = { ...old, key: publicHalf(first) }
  const fresh: JwtKey = { kid: 'new', alg: 'ES256', key: second }
  const freshPublic: JwtKey = { ...fresh, key: publicHalf(second) }
  const stage = (...options: Parameters<typeof ring>) => bench(ring(...options), { store }).service

  it('rotate by kid: each process reads what the others sign, until the old key is taken out', async () => {
    const before = stage('old', old)
    const announced = stage('old', old, freshPublic)
    const switched = stage('new', fresh, oldPublic)
    const retired = stage('new', fresh)
    const ofOld = await before.mint(flow, { resourceId: 'f-17' })
    const ofNew = await switched.mint(flow, { resourceId: 'f-17' })
    expect([ofOld, ofNew].map(({ token }) => decoded(token).header['kid'])).toEqual(['old', 'new'])

    const told = async (service: typeof before) => [
      await reasonOf(service.validate(ofOld.token, GET_FLOW)),
      await reasonOf(service.validate(ofNew.token, GET_FLOW)),
    ]
    expect(await told(before)).toEqual(['ok', 'malformed'])
    expect(await told(announced)).toEqual(['ok', 'ok'])
    expect(await told(switched)).toEqual(['ok', 'ok'])
    expect(await told(retired)).toEqual(['malformed', 'ok'])
    expect((await announced.mint(flow, { resourceId: 'f' }).then(({ token }) => decoded(token))).header['kid']).toBe(
      'old',
    )
  })

  it('that were taken out leave tokens that are still ours: they are refused, and are not somebody else’s', async () => {
    const { token } = await stage('old', old).mint(flow, { resourceId: 'f-17' })
    expect(stage('new', fresh).owns(token)).toBe(true)
  })

  it('of one name and other bytes verify nothing', async () => {
    const { token } = await stage('old', old).mint(flow, { resourceId: 'f-17' })
    const replaced = stage('old', { ...old, key: createKey('EdDSA') })
    expect(await reasonOf(replaced.validate(token, GET_FLOW))).toBe('malformed')
  })

  it('of one name and another algorithm verify nothing', async () => {
    const { token } = await stage('old', old).mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(stage('old', { ...fresh, kid: 'old' }).validate(token, GET_FLOW))).toBe('malformed')
  })

  it('of three algorithms stand side by side', async () => {
    const keys: readonly JwtKey[] = [old, fresh, { kid: 'shared', alg: 'HS256', key: createKey('HS256') }]
    const tokens = await Promise.all(keys.map(({ kid }) => stage(kid, ...keys).mint(flow, { resourceId: 'f-17' })))
    const reader = stage('old', ...keys)
    for (const { token } of tokens) expect(await reasonOf(reader.validate(token, GET_FLOW))).toBe('ok')
  })

  it('are read once: a list that is changed later changes nothing', async () => {
    const keys: JwtKey[] = [old]
    const bytes = Buffer.alloc(32, 1)
    const shared: JwtKey[] = [{ kid: 'shared', alg: 'HS256', key: bytes }]
    const [service, sharing] = [stage('old', ...keys), bench(ring('shared', ...shared), { store }).service]
    keys.length = 0
    bytes.fill(2)
    const { token } = await sharing.mint(flow, { resourceId: 'f-17' })
    const reader = stage('shared', { kid: 'shared', alg: 'HS256', key: Buffer.alloc(32, 1) })
    expect(await reasonOf(reader.validate(token, GET_FLOW))).toBe('ok')
    expect((await service.mint(flow, { resourceId: 'f' })).token).toContain('.')
  })
})
