import { describe, expect, it } from 'vitest'
import { distance, moment, period } from '../src/output/moment.js'
import { jsonLine, plainText } from '../src/output/plain-text.js'
import { progressLine } from '../src/output/progress.js'
import { resourceOf } from '../src/output/resource.js'
import { createTable, shortened } from '../src/output/table.js'

const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['a sequence that clears the screen', '\u001b[2J', '\\u001b[2J'],
  ['the same in one character of the second control set', '\u009b2J', '\\u009b2J'],
  ['a title for the window', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
  ['a line break', 'a\r\nb', 'a\\u000d\\u000ab'],
  ['a text that turns round', 'a\u202eb', 'a\\u202eb'],
  ['a text that is not seen', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['a tag outside of the first plane', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
  ['delete', '\u007f', '\\u007f'],
  ['half of a surrogate pair', '\ud800', '\\ud800'],
  ['letters of all kinds', 'Käse 寿司 👍🏽', 'Käse 寿司 👍🏽'],
]

describe('a text of a record', () => {
  it.each(HOSTILE)('shows %s and does not let a terminal obey it', (_, text, shown) => {
    expect(plainText(text)).toBe(shown)
  })

  it.each(HOSTILE)('reads back from JSON where it has %s', (_, text) => {
    const line = jsonLine({ [text]: [text] })
    expect(JSON.parse(line)).toEqual({ [text]: [text] })
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })
})

const COLUMNS = [
  { title: 'ID', text: ([id]: readonly string[]) => id ?? '' },
  { title: 'NAME', text: ([, name]: readonly string[]) => name ?? '', cut: true },
  { title: 'N', text: ([, , n]: readonly string[]) => n ?? '' },
]
const plain = (_: unknown, text: string) => text

describe('a table', () => {
  it('is aligned by what a terminal shows of each text', () => {
    const draw = createTable(COLUMNS, { paint: plain, width: 80 })
    expect(
      draw([
        ['a', '寿司', '1'],
        ['b', 'e\u0301te', '2'],
        ['c', '👍🏽', '3'],
        ['d', 'longer', '4'],
      ]),
    ).toEqual(['ID  NAME    N', 'a   寿司    1', 'b   e\u0301te     2', 'c   👍🏽      3', 'd   longer  4'])
  })

  it('cuts what may be cut to the width of the terminal, and ids never', () => {
    const draw = createTable(COLUMNS, { paint: plain, width: 24 })
    expect(draw([['0123456789', 'a long name', '1']])).toEqual(['ID          NAME       N', '0123456789  a long n…  1'])
  })

  it('keeps eight cells of a column, however narrow the terminal is', () => {
    const draw = createTable(COLUMNS, { paint: plain, width: 1 })
    expect(draw([['0123456789', 'a long name', '1']])[1]).toBe('0123456789  a long …  1')
  })

  it('draws its heading once, and later rows as wide as the first', () => {
    const draw = createTable(COLUMNS, { paint: plain, width: 80 })
    draw([['a', 'b', '1']])
    expect(draw([['abc', 'much longer', '2']])).toEqual(['a…  muc…  2'])
  })

  it('never cuts a character in two', () => {
    expect(shortened('寿司寿司', 6)).toBe('寿司…')
    expect(shortened('👍🏽👍🏽👍🏽', 5)).toBe('👍🏽👍🏽…')
    expect(shortened('abc', 3)).toBe('abc')
  })
})

describe('moments', () => {
  it.each([
    [0, 'in 0s'],
    [29_000, 'in 29s'],
    [899_900, 'in 15m'],
    [-7_200_000, '2h ago'],
    [864_000_000, 'in 10d'],
  ])('%d ms from now is %s', (apart, text) => {
    expect(distance(new Date(5e11 + apart), 5e11)).toBe(text)
  })

  it.each([
    [900_000, '15m'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [1500, '1500ms'],
  ])('%d ms are %s', (length, text) => {
    expect(period(length)).toBe(text)
  })

  it('are told in universal time', () => {
    expect(moment(new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 789)))).toBe('2026-02-03 04:05:06Z')
  })
})

describe('progress', () => {
  it.each([
    [0, 10, 'work [........................] 0% 0/10'],
    [5, 10, 'work [############............] 50% 5/10'],
    [12, 10, 'work [########################] 100% 12/10'],
    [7, undefined, 'work 7'],
    [0, 0, 'work 0'],
  ])('of %d of %s is drawn', (done, total, line) => {
    expect(progressLine('work', done, total)).toBe(line)
  })
})

describe('a resource', () => {
  it.each([
    [{ anyResource: true, resourceId: null }, '(any)'],
    [{ anyResource: false, resourceId: null }, '-'],
    [{ anyResource: false, resourceId: '*' }, '*'],
    [{ anyResource: false, resourceId: '-' }, '"-"'],
    [{ anyResource: false, resourceId: '(any)' }, '"(any)"'],
    [{ anyResource: false, resourceId: 'a,b c' }, '"a,b c"'],
  ])('%j is told so that none looks like another: %s', (grant, text) => {
    expect(resourceOf(grant)).toBe(text)
  })
})
