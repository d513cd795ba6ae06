import { ERROR_CODES, HallpassError, shown } from '@hallpass/core'
import { describe, expect, it } from 'vitest'

describe('what came, as error texts show it', () => {
  it.each<[unknown, string]>([
    ['text', '"text"'],
    ['', '""'],
    ['two\nlines "quoted"', '"two\\nlines \\"quoted\\""'],
    ['a'.repeat(80), `"${'a'.repeat(80)}"`],
    ['a'.repeat(81), `"${'a'.repeat(80)}…"`],
    [7, '7'],
    [Number.NaN, 'NaN'],
    [10n, '10'],
    [true, 'true'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 'secret', 'a function'],
    [class {}, 'a function'],
    [[], 'a list of 0'],
    [['secret', 2], 'a list of 2'],
    [{ secret: 1 }, 'an object'],
    [new Date(0), 'an object'],
  ])('%o is short, on one line, and holds no more than that', (value, expected) => {
    expect(shown(value)).toBe(expected)
  })
})

describe('HallpassError', () => {
  it('has its code, its text, its name and its cause', () => {
    const cause = new Error('why')
    const error = new HallpassError('ERR_STORE', 'what', { cause })
    expect(error).toMatchObject({ code: 'ERR_STORE', message: 'what', name: 'HallpassError', cause })
    expect(error).toBeInstanceOf(Error)
    expect(ERROR_CODES).toContain(error.code)
  })
})
