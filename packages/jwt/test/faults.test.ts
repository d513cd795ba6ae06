import { createTokenService, HallpassError, memoryStore, type TokenStore } from '@hallpass/core'
import { jwtFormat } from '@hallpass/jwt'
import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { bench, flow, GET_FLOW, pages, reasonOf, START, withKey } from './bench.js'
import { createKey } from './keys.js'

const options = withKey({ kid: 'k', alg: 'EdDSA', key: createKey('EdDSA') })
const down = () => Promise.reject(new Error('the disk is on fire'))

/** A service whose signed texts can be seen, minted or not. */
function watched(store: TokenStore) {
  const format = jwtFormat(options)
  const signed: string[] = []
  const service = createTokenService({
    scopes: [flow],
    store,
    now: () => START,
    format: {
      ...format,
      issue: async (minting) => {
        const text = await format.issue(minting)
        signed.push(text)
        return text
      },
    },
  })
  return { service, signed }
}

describe('a store that is down', () => {
  it('E9 at mint leaves nothing minted: what was signed by then is unknown', async () => {
    const inner = memoryStore()
    const { service, signed } = watched({ ...inner, insert: down })
    await expect(service.mint(flow, { resourceId: 'f-17' })).rejects.toMatchObject({ code: 'ERR_STORE' })
    expect(signed).toHaveLength(1)
    const back = watched(inner).service
    expect(await reasonOf(back.validate(signed[0], GET_FLOW))).toBe('unknown')
  })

  it('E6 at validate is thrown and is never a pass', async () => {
    const inner = memoryStore()
    const { token } = await watched(inner).service.mint(flow, { resourceId: 'f-17' })
    const { service } = watched({ ...inner, find: down })
    await expect(service.validate(token, GET_FLOW)).rejects.toMatchObject({ code: 'ERR_STORE' })
    await expect(service.consume(token, GET_FLOW)).rejects.toMatchObject({ code: 'ERR_STORE' })
    expect(await reasonOf(service.validate(`${token}x`, GET_FLOW))).toBe('malformed')
  })

  it('E9 at mint for want of room hands out nothing', async () => {
    const { service, signed } = watched({ ...memoryStore(), insert: () => Promise.resolve('full') })
    await expect(service.mint(flow, { resourceId: 'f-17' })).rejects.toMatchObject({ code: 'ERR_MAX_LIVE' })
    expect(await reasonOf(service.validate(signed[0], GET_FLOW))).toBe('unknown')
  })

  it('signs another text where the id is taken, and only the kept one opens', async () => {
    const inner = memoryStore()
    let taken = true
    const { service, signed } = watched({
      ...inner,
      insert: (record, limits) => {
        if (!taken) return inner.insert(record, limits)
        taken = false
        return Promise.resolve('taken')
      },
    })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect(signed.map((text) => text === token)).toEqual([false, true])
    expect(await Promise.all(signed.map((text) => reasonOf(service.validate(text, GET_FLOW))))).toEqual([
      'unknown',
      'ok',
    ])
  })
})

describe('E9 a token that cannot be signed or read is not minted', () => {
  it('where the public key is that of another private key, which does not show before', async () => {
    const { privateKey } = await generateKeyPair('EdDSA')
    const { publicKey } = await generateKeyPair('EdDSA')
    const { service, records } = bench(withKey({ kid: 'k', alg: 'EdDSA', key: { privateKey, publicKey } }))
    await expect(service.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'the key "k" must verify what it signs, got the publicKey of another privateKey',
    })
    expect(await records()).toEqual([])
  })

  it('where the halves of a JWK do not belong together', async () => {
    const [one, other] = [await exportJWK(createKey('ES256')), await exportJWK(createKey('ES256'))]
    const mixed = { ...one, d: other.d as string }
    const made = async () => {
      const { service, records } = bench(withKey({ kid: 'k', alg: 'ES256', key: mixed }))
      await service.mint(flow, { resourceId: 'f' }).finally(async () => expect(await records()).toEqual([]))
    }
    await expect(made()).rejects.toMatchObject({ code: 'ERR_OPTIONS' })
  })

  it('where signing fails', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const { service, records } = bench(withKey({ kid: 'k', alg: 'ES256', key: { privateKey, publicKey } }))
    const { sign } = crypto.subtle
    crypto.subtle.sign = () => Promise.reject(new Error('the module of keys is gone'))
    const failing = service.mint(flow, { resourceId: 'f' }).catch((error: unknown) => error)
    const error = (await failing.finally(() => (crypto.subtle.sign = sign))) as HallpassError
    expect(error).toBeInstanceOf(HallpassError)
    expect(error).toMatchObject({ code: 'ERR_OPTIONS', message: 'the key "k" must sign with ES256, and failed' })
    expect(error.cause).toEqual(new Error('the module of keys is gone'))
    expect(await records()).toEqual([])
  })

  it('where it would be longer than requests may carry', async () => {
    const { service, records } = bench(options)
    const grants = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        scope: pages,
        resourceId: `d-${index}`.padEnd(100, 'x'),
        params: { tenant: 'acme' },
      }))
    const { token } = await service.mint(flow, { resourceId: 'f', grants: grants(15) })
    expect(token.length).toBeLessThanOrEqual(4096)
    await expect(service.mint(flow, { resourceId: 'f', grants: grants(40) })).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: expect.stringMatching(
        /^a token must have at most 4096 characters, got \d{4}: mint fewer grants or roles$/,
      ),
    })
    expect(await records()).toHaveLength(1)
  })
})

describe('a verification that fails for another reason than the token', () => {
  it('is thrown, and is neither a pass nor a refusal', async () => {
    const pair = await generateKeyPair('EdDSA')
    let usages = ['verify']
    Object.defineProperty(pair.publicKey, 'usages', { get: () => usages })
    const { service } = bench(withKey({ kid: 'k', alg: 'EdDSA', key: pair }))
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    usages = []
    await expect(service.validate(token, GET_FLOW)).rejects.toThrow(TypeError)
    usages = ['verify']
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })
})
