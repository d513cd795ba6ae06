import { describe, expect, it } from 'vitest'
import { queryFits } from '../../src/request/query.js'

describe('queryFits', () => {
  it.each([
    ['both, in any order', 'b=2&a=1', true],
    ['both among others', 'x=9&a=1&b=2&y', true],
    ['the first alone', 'a=1', false],
    ['the second alone', 'b=2', false],
    ['both, and one is wrong', 'a=1&b=3', false],
    ['nothing', '', false],
  ])('wants all of two names: %s', (_, query, expected) => {
    expect(queryFits({ a: '1', b: '2' }, query)).toBe(expected)
  })

  it.each([
    ['a plus', 'q=a+b', true],
    ['an escaped space', 'q=a%20b', true],
    ['an escaped plus, which is none', 'q=a%2Bb', false],
  ])('reads a space as forms write it: %s', (_, query, expected) => {
    expect(queryFits({ q: 'a b' }, query)).toBe(expected)
  })

  it('reads a plus in a name as a space too', () => {
    expect(queryFits({ 'a b': '1' }, 'a+b=1')).toBe(true)
  })

  it.each([
    ['without an equals sign', 'flag', true],
    ['with nothing behind it', 'flag=', true],
    ['with a value', 'flag=1', false],
    ['whose last letter is another', 'flab', false],
    ['that goes on', 'flags', false],
  ])('takes a name %s for an empty value', (_, query, expected) => {
    expect(queryFits({ flag: '' }, query)).toBe(expected)
  })

  it('takes a value to its end, with equals signs in it', () => {
    expect(queryFits({ a: 'b=c' }, 'a=b=c')).toBe(true)
    expect(queryFits({ a: 'b' }, 'a=b=c')).toBe(false)
  })

  it('takes a value with a broken escape for none, and a query with a broken name for none', () => {
    expect(queryFits({ a: 'b%' }, 'a=b%')).toBe(false)
    expect(queryFits({ a: '1' }, 'a=1&b=%')).toBe(true)
    expect(queryFits({ a: '1' }, 'a=1&%=1')).toBe(false)
    expect(queryFits({ 'a%': '1' }, 'a%=1')).toBe(false)
  })

  it.each([
    ['an object', 'a=1&a[b]=2'],
    ['an object with a dot', 'a=1&a.b=2'],
    ['a list', 'a=1&a[]=1'],
    ['a bracket that is not closed', 'a=1&a[=1'],
    ['a bracket in escapes', 'a=1&a%5B%5D=1'],
    ['the name itself, from a bracket in front', 'a=1&[a]=2'],
    ['the name itself, from an escaped bracket in front', 'a=1&%5Ba%5D=2'],
    ['the name itself, from brackets in front', 'a=1&[[a]=2'],
    ['the name itself, whatever the case', 'a=1&A=2'],
    ['the name itself, whose case is no ASCII', 'mask=1&ma\u017Fk=2'.replace(/[^ -~]/g, encodeURIComponent), 'mask'],
    ['the name itself, without spaces', 'a=1&%20a+=2'],
    ['the name itself, up to a NUL', 'a=1&a%00b=2'],
    ['the name itself, of letters that are one in lower case alone', 'k=1&%E2%84%AA=2', 'k'],
    ['the name itself, with underscores', 'a_b=1&a%20b=2', 'a_b'],
    ['the name itself, behind a semicolon', 'a=1&b=2;a=2'],
  ])('does not fit where a reader may make %s of another', (_, query, name = 'a') => {
    expect(queryFits({ [name]: '1' }, query.split('&')[0] ?? '')).toBe(true)
    expect(queryFits({ [name]: '1' }, query)).toBe(false)
  })

  it('does not mind a name that only begins alike', () => {
    expect(queryFits({ a: '1' }, 'a=1&ab=2&ba=3')).toBe(true)
    expect(queryFits({ a1: '1' }, 'a1=1&a2=2')).toBe(true)
  })

  it('G15 fits among a hundred pairs and not among more: parsers stop somewhere', () => {
    expect(queryFits({ a: '1' }, `${'x&'.repeat(99)}a=1`)).toBe(true)
    expect(queryFits({ a: '1' }, `${'x&'.repeat(100)}a=1`)).toBe(false)
    expect(queryFits({ a: '1' }, `a=1${'&x'.repeat(100)}`)).toBe(false)
  })

  it.each(['a&a=%&b[]', 'a;b', '%', 'a&'.repeat(200)])('takes %s where nothing is wanted', (query) => {
    expect(queryFits({}, query)).toBe(true)
  })
})
