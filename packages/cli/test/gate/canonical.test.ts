import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCanonical } from '../../src/gate/canonical.js'

describe('a canonical target', () => {
  it.each([
    '/',
    '/flows/f-17',
    '/flows/a:b@c+d,e=f',
    '/flows/%C3%A9',
    '/flows/a%20b',
    '/flows/%F0%9F%98%80',
    '/flows/a?x=1;y=%41%2f',
    '/flows/a?x=/../b',
    '/flows/a??',
  ])('is %s', (target) => {
    expect(isCanonical(target)).toBe(true)
  })

  it.each([
    ['a letter that is escaped', '/flows/%41'],
    ['lower-case digits', '/flows/%c3%a9'],
    ['a semicolon', '/flows/a;b'],
    ['an escaped semicolon', '/flows/a%3Bb'],
    ['an escaped percent', '/flows/a%2541'],
    ['an escaped question mark', '/flows/a%3Fb'],
    ['an escaped hash', '/flows/a%23b'],
    ['an escaped slash that is written small', '/flows/a%2fb'],
    ['an escaped dot', '/flows/%2E%2E'],
    ['an over-long escape', '/flows/%C0%AE'],
    ['half of a letter', '/flows/%C3'],
    ['half of a surrogate pair', '/flows/%ED%A0%80'],
    ['an empty query', '/flows/a?'],
    ['an escape that is none', '/flows/%zz'],
  ])('has not %s: %s %s', (_, target) => {
    expect(isCanonical(target)).toBe(false)
  })

  it('is what encodeURIComponent makes of any id without ; % ? #', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        fc.pre(!/[;%?#]/.test(id))
        expect(isCanonical(`/flows/${encodeURIComponent(id)}`)).toBe(true)
      }),
    )
  })

  it('spells nothing twice: what decodes to the same id and differs is not canonical', () => {
    const spelling = fc.constantFrom('a', '%61', 'é', '%C3%A9', '%c3%a9', '~', '%7E', '%2D', '-', ' ', '%20')
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 4 }), (parts) => {
        const segment = parts.join('')
        fc.pre(!/[^!-~]/.test(segment))
        if (isCanonical(`/${segment}`)) expect(segment).toBe(encodeURIComponent(decodeURIComponent(segment)))
      }),
    )
  })
})
