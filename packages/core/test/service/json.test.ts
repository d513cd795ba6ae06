import { describe, expect, it } from 'vitest'
import { isJsonObject } from '../../src/service/json.js'

/** A value within so many lists. */
const within = (lists: number, value: unknown): unknown => (lists === 0 ? value : [within(lists - 1, value)])

describe('an object of plain JSON', () => {
  it.each([
    [{}],
    [{ a: null, b: 'text', c: true, d: false, e: 0, f: -1.5, g: '' }],
    [{ a: [], b: {}, c: [1, [2]], d: { e: { f: null } } }],
    [Object.create(null)],
    [{ a: Object.create(null) }],
  ])('is %j', (value) => {
    expect(isJsonObject(value)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['text', '{}'],
    ['a number', 7],
    ['undefined', undefined],
    ['a list', []],
    ['a date', new Date()],
    ['an object of a class', new (class {})()],
  ])('is not %s, nor is one that holds it where JSON could not', (_, value) => {
    expect(isJsonObject(value)).toBe(false)
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a big integer', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date()],
    ['a map', new Map()],
    ['a list with a hole', Object.assign([], { 1: 'b' })],
  ])('holds no %s, at any depth, beside anything', (_, value) => {
    for (const object of [{ a: value }, { a: 1, b: value }, { a: [1, value] }, { a: { b: 1, c: value } }])
      expect(isJsonObject(object)).toBe(false)
  })

  it('is at most 32 deep', () => {
    expect(isJsonObject({ a: within(32, 1) })).toBe(true)
    expect(isJsonObject({ a: within(32, []) })).toBe(false)
    expect(isJsonObject({ a: within(33, 1) })).toBe(false)
    const deep = (objects: number): unknown => (objects === 0 ? 1 : { a: deep(objects - 1) })
    expect(isJsonObject(deep(33))).toBe(true)
    expect(isJsonObject(deep(34))).toBe(false)
  })
})
