import { closedOf, recordOf } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { FENCE, isClosedLetter, recordFrom, textOf } from '../src/record-text.js'
import { createStamps } from '../src/stamp.js'

const DAMAGED: readonly unknown[] = [
  '',
  'garbage',
  '1',
  '1 stamp',
  '1 stamp a',
  '1 stamp a[]',
  '1 stamp x["text"]',
  '1 stamp a["secret',
  7,
  {},
]

describe('a record as text', () => {
  it('begins with the version, a stamp and a letter for the state', () => {
    const { text, head, state } = textOf(recordOf({ version: 3 }), 'stamp')
    expect([head, state]).toEqual(['3 stamp ', 'a'])
    expect(text).toMatch(/^3 stamp a\[.*\]$/)
    expect(isClosedLetter(state)).toBe(false)
    expect(isClosedLetter(textOf(closedOf(recordOf(), 'consumed'), 'stamp').state)).toBe(true)
  })

  it('has no names of members, so that it is short', () => {
    expect(textOf(recordOf(), 'stamp').text.length).toBeLessThan(220)
  })

  it.each([undefined, null, FENCE])('is none where there is %j', (text) => {
    expect(recordFrom('id', text)).toBeUndefined()
  })

  it.each(DAMAGED)('that is damaged is an error that does not tell it: %j', (text) => {
    const read = () => recordFrom('id', text)
    expect(read).toThrow(expect.objectContaining({ code: 'ERR_STORE', message: 'the record "id" in Redis is damaged' }))
    expect(read).not.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('secret') }) }),
    )
  })

  it('has a stamp that no other call has', () => {
    const [one, other] = [createStamps(), createStamps()]
    expect(new Set([one(), one(), other(), other()]).size).toBe(4)
  })
})
