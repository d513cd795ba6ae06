import { grantOf, idOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it, vi } from 'vitest'
import { readTexts } from '../../src/record/json-columns.js'
import { createTextMemo } from '../../src/record/text-memo.js'
import { openStore } from './open.js'

describe('what is JSON in the SQLite store', () => {
  it('is parsed once for tokens of one scope: their routes are one and the same list', async () => {
    const store = openStore(':memory:')
    for (const number of [1, 2])
      await store.insert(recordOf({ id: idOf(number), grants: [grantOf({ resourceId: `f-${number}` })] }))
    const parse = vi.spyOn(JSON, 'parse')
    const found = [await store.find(idOf(1)), await store.find(idOf(2))]
    expect(parse.mock.calls.length).toBeLessThanOrEqual(1)
    parse.mockRestore()
    expect(found[0]?.grants[0]?.routes).toBe(found[1]?.grants[0]?.routes)
    expect(found.map((record) => record?.grants[0]?.resourceId)).toEqual(['f-1', 'f-2'])
  })

  it('is frozen where it is shared', async () => {
    const store = openStore(':memory:')
    await store.insert(recordOf({ roles: ['reader'], grants: [grantOf({ params: { tenant: 'a' } })] }))
    const found = await store.find(idOf(1))
    const shared = [found?.roles, found?.metadata, found?.bindings, found?.holds, found?.decisions]
    const ofGrant = [found?.grants[0]?.routes, found?.grants[0]?.params]
    for (const value of [...shared, ...ofGrant]) expect(Object.isFrozen(value)).toBe(true)
  })

  it.each([
    [[]],
    [['']],
    [['a']],
    [['a', '', 'b c']],
    [['a","b', '\\', '"', '\n', '["', '"]']],
    [['é', '🎟️', '\u2028']],
  ])('reads the list of texts %j', (texts) => {
    expect(readTexts(JSON.stringify(texts))).toEqual(texts)
  })

  it.each(['["a', 'a"]', '', '["a"', '{}x', '["a\\q"]'])('does not read %j as a list of texts', (damaged) => {
    expect(() => readTexts(damaged)).toThrow(SyntaxError)
  })
})

describe('a memo of texts', () => {
  it('reads a text once, and again only when others have taken its place', () => {
    const read = vi.fn((text: string) => ({ text }))
    const memo = createTextMemo(read, 10)
    const first = memo('aaaa')
    expect(memo('aaaa')).toBe(first)
    memo('bbbb')
    expect(memo('aaaa')).toBe(first)
    memo('cccc')
    expect(memo('aaaa')).not.toBe(first)
    expect(memo('cccc')).toBe(memo('cccc'))
    expect(read.mock.calls.flat()).toEqual(['aaaa', 'bbbb', 'cccc', 'aaaa'])
  })

  it('keeps no text that is longer than all that may be kept', () => {
    const memo = createTextMemo((text) => ({ text }), 3)
    expect(memo('aaaa')).not.toBe(memo('aaaa'))
    expect(memo('bbb')).toBe(memo('bbb'))
  })
})
