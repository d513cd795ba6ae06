import { describe, expect, it } from 'vitest'
import { durationExpected, readDuration } from '../src/duration.js'

describe('a duration', () => {
  it.each([
    [1, 1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['1ms', 1],
    ['250ms', 250],
    ['30s', 30_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['007s', 7000],
    ['100000000000000ms', 1e14],
  ])('%j is %i ms', (duration, milliseconds) => {
    expect(readDuration(duration)).toBe(milliseconds)
  })

  it.each([
    [0],
    [-1],
    [1.5],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [Number.MAX_SAFE_INTEGER + 1],
    ['0s'],
    ['-1s'],
    ['1.5s'],
    ['s'],
    ['15'],
    [''],
    [' 1s'],
    ['1s '],
    ['1 s'],
    ['1S'],
    ['1w'],
    ['1s1s'],
    ['1000000000000000ms'],
    ['900000000000000d'],
    [null],
    [undefined],
    [{}],
    [['1s']],
    [1n],
  ])('%o is none', (duration) => {
    expect(readDuration(duration)).toBeUndefined()
  })

  it('is asked for in one sentence', () => {
    expect(durationExpected('ttl', '15')).toBe(
      'ttl must be a positive duration such as "15m" or milliseconds, got "15"',
    )
  })
})
