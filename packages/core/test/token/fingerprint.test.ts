import { type FingerprintField, fingerprintOf } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('fingerprintOf', () => {
  const DIFFERENT: readonly [Record<string, FingerprintField>, Record<string, FingerprintField>][] = [
    [{ args: ['a b'] }, { args: ['a', 'b'] }],
    [{ args: ['a', 'b'] }, { args: ['ab'] }],
    [{ args: ['a'] }, { args: 'a' }],
    [{ args: [] }, { args: [''] }],
    [{ args: [] }, {}],
    [{ agent: '' }, {}],
    [{ agent: undefined, x: '' }, { agent: '' }],
    [
      { a: 'b', c: '' },
      { a: '', c: 'b' },
    ],
    [{ ab: 'c' }, { a: 'bc' }],
    [{ body: 'a' }, { body: Buffer.from('a') }],
    [{ a: 'é' }, { a: 'e\u0301' }],
  ]

  it.each(DIFFERENT)('B9 tells %j from %j', (a, b) => {
    expect(fingerprintOf(a)).not.toBe(fingerprintOf(b))
  })

  it('B9 does not mind the order of fields, and a missing one is as one left out', () => {
    expect(fingerprintOf({ a: '1', b: ['2'] })).toBe(fingerprintOf({ b: ['2'], a: '1' }))
    expect(fingerprintOf({ a: '1', b: undefined })).toBe(fingerprintOf({ a: '1' }))
  })

  it('is a SHA-256 digest in base64url, the same in every version', () => {
    expect(fingerprintOf({ executable: '/bin/ls', args: ['-l'] })).toMatchInlineSnapshot(
      `"ttz1d6RE88M3J9r1eX_jEYIwjOqNdro0xX0EZKrlYZY"`,
    )
    expect(fingerprintOf({ agent: 'Zoë', args: ['é', 'b'], body: Buffer.from([0, 255]) })).toMatchInlineSnapshot(
      `"XlQNsJ4SFVyc0Jk65VWWn6LdTbAotYQ_EeP7lhpv7l4"`,
    )
  })

  it('B9 is equal for equal fields alone', () => {
    const field = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined))
    const fields = fc.dictionary(fc.string(), field, { maxKeys: 4 })
    const canonical = (of: Record<string, FingerprintField>) =>
      JSON.stringify(
        Object.entries(of)
          .filter(([, value]) => value !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        expect(fingerprintOf(a) === fingerprintOf(b)).toBe(canonical(a) === canonical(b))
      }),
    )
  })

  it.each([undefined, null, 'ls', ['ls'], new Map([['executable', 'ls']]), new URLSearchParams('executable=ls')])(
    'refuses fields that are no plain object: %j',
    (fields) => {
      expect(() => fingerprintOf(fields as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_OPTIONS',
          message: expect.stringMatching(/^fields must be a plain object, got /),
        }),
      )
    },
  )

  it.each([7, null, {}, [1]])('refuses the value %j', (value) => {
    expect(() => fingerprintOf({ field: value as never })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining('"field"') }),
    )
  })
})
