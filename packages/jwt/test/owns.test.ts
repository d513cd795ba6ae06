import { jwtFormat } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { bench, flow, ISSUER, START, withKey } from './bench.js'
import { compact, createKey, decoded, encoded } from './keys.js'

const key = createKey('EdDSA')
const options = withKey({ kid: 'k', alg: 'EdDSA', key })
const format = jwtFormat(options)
const { token } = await bench(options).service.mint(flow, { resourceId: 'f-17' })
const { header, claims } = decoded(token)
const strangers = createKey('ES256')

describe('a text is ours by its looks', () => {
  it.each([
    ['a token', token],
    ['a token whose signature is wrong', `${token.slice(0, -4)}AAAA`],
    ['a token whose signature is missing', token.slice(0, token.lastIndexOf('.') + 1)],
    ['a token under a key that was taken out', compact('EdDSA', { ...header, kid: 'gone' }, claims, key)],
    ['our issuer under a key of nobody', compact('ES256', { alg: 'ES256' }, { iss: ISSUER }, strangers)],
    ['our issuer under no signature', compact('none', { alg: 'none' }, { iss: ISSUER }, undefined)],
    [
      'our issuer, spelt with escapes',
      compact('ES256', { alg: 'ES256' }, '{ "iss":"https:\\/\\/api.example" }', strangers),
    ],
    ['a key of ours and a payload that cannot be read', `${encoded(header)}.AAAA.AAAA`],
    ['a key of ours and no issuer', compact('EdDSA', header, { sub: 'a' }, key)],
    ['a key of ours and an issuer that is no text', compact('EdDSA', header, { iss: [ISSUER] }, key)],
  ])('where it is %s', (_, text) => {
    expect(format.owns(text)).toBe(true)
  })
})

describe('a text is somebody else’s', () => {
  it.each([
    [
      'a token of another issuer',
      compact('ES256', { alg: 'ES256', kid: 'x' }, { ...claims, iss: 'https://login.example' }, strangers),
    ],
    [
      'a token of another issuer under a kid and algorithm of ours',
      compact('EdDSA', header, { ...claims, iss: 'https://login.example' }, key),
    ],
    ['a token without an issuer', compact('ES256', { alg: 'ES256', kid: 'x' }, { sub: 'a' }, strangers)],
    [
      'our kid with another algorithm, and no issuer',
      compact('ES256', { ...header, alg: 'ES256' }, { sub: 'a' }, strangers),
    ],
    ['hallpass’s own text', 'hp_0Rk3dXqTz81VbN5m0000000000000000000000000000000000000000'],
    ['an opaque text', 'c29tZWJvZHkncw=='],
    ['an encrypted one', `${token}.AAAA.AAAA`],
    ['a token behind something else', `Bearer ${token}`],
    ['a token before something else', `${token}\n`],
    ['empty', ''],
    ['dots', '..'],
    ['parts that are no JSON', 'AAAA.AAAA.AAAA'],
    ['JSON that is no object', `${encoded('null')}.${encoded('null')}.AAAA`],
    ['too long', `${token}${'A'.repeat(4096)}`],
    ['endless', `${encoded(header)}.${'A'.repeat(2 ** 22)}.AAAA`],
  ])('where it is %s', (_, text) => {
    expect(format.owns(text)).toBe(false)
  })

  it('even where nobody but the format is asked, without a look into the store and without a clock', async () => {
    const { service, finds } = bench(options, { now: () => START })
    expect([token, 'other'].map((text) => service.owns(text))).toEqual([true, false])
    expect(finds()).toBe(0)
  })
})
