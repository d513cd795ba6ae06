import { describe, expect, it } from 'vitest'
import { frozenCopy } from '../../src/store/frozen-copy.js'

describe('a frozen copy', () => {
  const value = { text: 'a', none: null, nothing: undefined, list: [1, [2, { deep: {} }]], empty: {}, no: [] }

  it('is equal to what it was made of, and shares nothing that could be written', () => {
    const copy = frozenCopy(value)
    expect(copy).toStrictEqual(value)
    expect(copy).not.toBe(value)
    expect(copy.list).not.toBe(value.list)
    expect(copy.list[1]).not.toBe(value.list[1])
  })

  it('is frozen all the way down', () => {
    const isFrozen = (one: unknown): boolean =>
      typeof one !== 'object' || one === null || (Object.isFrozen(one) && Object.values(one).every(isFrozen))
    expect(isFrozen(frozenCopy(value))).toBe(true)
  })

  it('keeps a member whose name every object has', () => {
    const read = JSON.parse('{ "__proto__": { "a": [1] }, "constructor": 1 }')
    const copy = frozenCopy(read)
    expect(Object.keys(copy)).toEqual(['__proto__', 'constructor'])
    expect(JSON.stringify(copy)).toBe(JSON.stringify(read))
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  })

  it.each([['text'], [7], [null], [undefined], [false]])('of %j is itself', (plain) => {
    expect(frozenCopy(plain)).toBe(plain)
  })

  it('of what is empty is one for all', () => {
    expect(frozenCopy({})).toBe(frozenCopy({}))
    expect(frozenCopy([])).toBe(frozenCopy([]))
  })
})
