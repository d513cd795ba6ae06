import { inspect } from 'node:util'
import type { TokenStore } from '@hallpass/core'
import { jwtFormat } from '@hallpass/jwt'
import { exportJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { bench, flow, GET_FLOW, withKey } from './bench.js'
import { createKey, decoded } from './keys.js'

const key = createKey('EdDSA')
const options = withKey({ kid: 'k', alg: 'EdDSA', key })

/** A value as text, in every way in which values end up in logs. */
function shownIn(value: unknown): string {
  const error = value instanceof Error ? `${value.stack}${inspect(value.cause, { depth: 9, showHidden: true })}` : ''
  return inspect(value, { depth: 9, showHidden: true, maxStringLength: Infinity }) + JSON.stringify(value) + error
}

describe('F10 the random claim of a token', () => {
  it('is in no event, error, list, record or object that is told: a canary is searched for', async () => {
    const { service, store, events, records, clock } = bench(options)
    const minted = await service.mint(flow, { resourceId: 'f-17', subject: 'user:7' })
    const { claims, signature } = decoded(minted.token)
    const broken = bench(options, { store: { ...store, find: () => Promise.reject(new Error('down')) } as TokenStore })
    const told: unknown[] = [minted, service, await records(), await service.get(minted.id)]
    told.push(await service.validate(minted.token, GET_FLOW))
    told.push(await service.validate(minted.token, { ...GET_FLOW, target: '/flows/f-18' }))
    told.push(await service.validate(`${minted.token}x`, GET_FLOW))
    told.push(await service.explain({ token: minted.token }, GET_FLOW))
    told.push(await broken.service.validate(minted.token, GET_FLOW).catch((error: unknown) => error))
    clock.now += 3_600_000
    told.push(await service.validate(minted.token, GET_FLOW))
    for await (const summary of service.list()) told.push(summary)
    told.push(events, broken.events)

    const text = shownIn(told) + told.map(shownIn).join('')
    const secret = claims.hallpass.secret
    const forms = [
      secret,
      signature,
      minted.token,
      ...['base64', 'base64url', 'hex'].map((form) => Buffer.from(secret).toString(form as 'hex')),
    ]
    expect(text).toContain(minted.id)
    for (const form of forms) expect(text).not.toContain(form)
    expect(events.map(({ event }) => event)).toEqual(['minted', 'validated', 'refused', 'refused', 'refused'])
  })

  it('is not in the text of a token that is too long', async () => {
    const { service } = bench(options)
    const roles = Array.from({ length: 10 }, (_, index) => `${index}`.padEnd(500, 'r'))
    const error = await service.mint(flow, { resourceId: 'f', roles }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_OPTIONS', message: expect.stringContaining('at most 4096') })
    expect(shownIn(error)).not.toMatch(/eyJ/)
  })
})

describe('F10 a key', () => {
  const canary = 'canary-canary-canary-canary-canary-canary'

  it('is in no text of a format', async () => {
    const { d = '' } = await exportJWK(key)
    const secret = jwtFormat(withKey({ kid: 'k', alg: 'HS256', key: Buffer.from(canary) }))
    const told = shownIn(jwtFormat(options)) + shownIn(secret)
    for (const form of [d, canary, Buffer.from(canary).toString('base64url')]) expect(told).not.toContain(form)
  })

  it.each([
    ['text', { alg: 'HS256', key: canary }],
    ['a JWK that is too short', { alg: 'HS256', key: { kty: 'oct', k: canary.slice(0, 16) } }],
    ['a JWK that is no base64url', { alg: 'HS256', key: { kty: 'oct', k: `${canary}!` } }],
    ['a JWK that cannot be read', { alg: 'EdDSA', key: { kty: 'OKP', crv: 'Ed25519', d: canary, x: canary } }],
    [
      'a JWK whose parts are no texts',
      { alg: 'EdDSA', key: { kty: 'OKP', crv: 'Ed25519', d: [canary], x: { canary } } },
    ],
    [
      'a JWK under the wrong algorithm',
      { alg: 'ES256', key: { kty: 'oct', k: Buffer.from(canary).toString('base64url') } },
    ],
    ['another object', { alg: 'HS256', key: { secret: canary } }],
    ['a pair of texts', { alg: 'EdDSA', key: { privateKey: canary, publicKey: canary } }],
    ['an algorithm and a key the wrong way round', { alg: { canary }, key: 'HS256' }],
  ])('that is wrong, such as %s, is in no error', (_, wrong) => {
    const made = () => {
      try {
        return jwtFormat(withKey({ kid: 'k', ...wrong } as never))
      } catch (error) {
        return error
      }
    }
    const error = made()
    expect(error).toMatchObject({ code: 'ERR_OPTIONS' })
    expect(shownIn(error)).not.toContain('canary')
  })

  it('that stands in place of the list of keys is in no error', () => {
    const made = () => jwtFormat({ ...options, keys: canary as never })
    expect(made).toThrow('keys must be a list of { kid, alg, key }, got a text')
  })
})
