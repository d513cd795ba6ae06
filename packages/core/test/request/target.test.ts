import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSegment, MAX_TARGET_LENGTH, readTarget } from '../../src/request/target.js'

const REFUSED: readonly [sentence: string, target: string][] = [
  ['absolute-form', 'http://a/api/flows/f'],
  ['asterisk-form', '*'],
  ['a path without a slash', 'api/flows/f'],
  ['an empty target', ''],
  ['two slashes in front', '//api/flows/f'],
  ['two slashes within', '/api//flows'],
  ['two slashes at the end', '/api/flows//'],
  ['only slashes', '///'],
  ['a fragment', '/api/flows/f#x'],
  ['a fragment behind the query', '/api/flows/f?a#b'],
  ['a backslash', '/api\\flows'],
  ['a space', '/api/flows/f '],
  ['a tab', '/api/\tflows'],
  ['NUL', '/api/flows/\0'],
  ['DEL', '/api/flows/\x7f'],
  ['a control character in the query', '/api?\x01'],
  ['a space in the query', '/api?a b'],
  ['raw non-ASCII text', '/api/é'],
  ['raw bytes above ASCII', '/api/\xa0'],
  ['quotes', '/api/"f"'],
  ['braces', '/api/{f}'],
  ['a pipe', '/api/a|b'],
  ['a caret', '/api/a^b'],
  ['a backtick', '/api/a`b'],
  ['angle brackets', '/api/<f>'],
  ['brackets', '/api/[f]'],
  ['half an escape', '/api/%4'],
  ['a percent sign alone', '/api/%'],
  ['an escape that is none', '/api/%zz'],
  ['an IIS escape', '/api/%u0041'],
  ['a line break', '/api/flows/f\n'],
]

describe('readTarget', () => {
  it.each(REFUSED)('A11 refuses %s', (_, target) => {
    expect(readTarget(target)).toBeUndefined()
  })

  it('refuses what is no text', () => {
    for (const target of [undefined, null, 7, ['/a'], {}]) expect(readTarget(target)).toBeUndefined()
  })

  it('G15 takes a target of 8,192 bytes and refuses one more', () => {
    expect(readTarget(`/${'a'.repeat(MAX_TARGET_LENGTH - 1)}`)).toBeDefined()
    expect(readTarget(`/${'a'.repeat(MAX_TARGET_LENGTH)}`)).toBeUndefined()
  })

  it.each([
    ['/', { segments: [], trailingSlash: false, query: '' }],
    ['/?a=1', { segments: [], trailingSlash: false, query: 'a=1' }],
    ['/api', { segments: ['api'], trailingSlash: false, query: '' }],
    ['/api/', { segments: ['api'], trailingSlash: true, query: '' }],
    ['/api/f%41?x=/../y', { segments: ['api', 'f%41'], trailingSlash: false, query: 'x=/../y' }],
    ["/a-._~!$&'()*+,;=:@b", { segments: ["a-._~!$&'()*+,;=:@b"], trailingSlash: false, query: '' }],
    ['/a??b', { segments: ['a'], trailingSlash: false, query: '?b' }],
    ['/a?"<>\\^`{|}', { segments: ['a'], trailingSlash: false, query: '"<>\\^`{|}' }],
  ])('takes %s apart', (target, expected) => {
    expect(readTarget(target)).toEqual(expected)
  })

  it('A12 gives the same path whatever the query is', () => {
    const query = fc.string({ unit: fc.constantFrom(..."abc/?:@!$&'()*+,;=%20..//".split('')) })
    const plain = { segments: ['api', 'f'], trailingSlash: false }
    fc.assert(
      fc.property(query, (text) => {
        expect(readTarget(`/api/f?${text}`)).toMatchObject(plain)
      }),
    )
  })

  it('F7 never throws, and what it takes apart can be put together again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webPath(), fc.webUrl()), (text) => {
        const target = readTarget(text)
        if (!target) return
        const path =
          target.segments.map((segment) => `/${segment}`).join('') +
          (target.trailingSlash || target.segments.length === 0 ? '/' : '')
        expect(text.startsWith(path)).toBe(true)
        expect(text.slice(path.length).replace(/^\?/, '')).toBe(target.query)
      }),
    )
  })
})

describe('decodeSegment', () => {
  it.each([
    ['f-17', 'f-17'],
    ['a%20b', 'a b'],
    ['%C3%A9', 'é'],
    ['a+b', 'a+b'],
    ['a;x=1', 'a;x=1'],
    ['%2541', '%41'],
    ['%2e%2e%2e', '...'],
  ])('decodes %s once', (segment, expected) => {
    expect(decodeSegment(segment)).toBe(expected)
  })

  it.each([
    '.',
    '..',
    '%2e',
    '%2E%2e',
    '.%2e',
    '%2F',
    'a%2fb',
    '%5c',
    '%00',
    '%0a',
    '%7f',
    '%c2%85',
    '%C0%AF',
    '%ED%A0%80',
    '%ff',
  ])('A11 refuses %s', (segment) => {
    expect(decodeSegment(segment)).toBeUndefined()
  })
})
