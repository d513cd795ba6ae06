import { describe, expect, it } from 'vitest'
import { createTurns } from '../../src/service/turns.js'

/** Work that goes on until it is told, one piece after another, in a line where one may wait behind. */
function line() {
  const inTurn = createTurns(1)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const take = (name: string, place: 'ahead' | 'behind') =>
    inTurn('t', place, (waited) => {
      begun.push(waited ? `${name} waited` : name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    })
  return { take, begun, end: (name: string) => ends.get(name)?.() }
}

describe('the line of a token', () => {
  it('lets those ahead in before those behind, and refuses only those behind where it is full', async () => {
    const { take, begun, end } = line()
    const first = take('first', 'behind')
    const use = take('use', 'behind')
    const revocation = take('revocation', 'ahead')
    await expect(take('another use', 'behind')).rejects.toMatchObject({
      code: 'ERR_CONTENTION',
      message: '1 calls wait for this one token already',
    })
    end('first')
    await first
    await expect.poll(() => begun).toEqual(['first', 'revocation waited'])
    end('revocation')
    await revocation
    await expect.poll(() => begun).toEqual(['first', 'revocation waited', 'use waited'])
    end('use')
    await use
    const next = take('next', 'behind')
    expect(begun.at(-1)).toBe('next')
    end('next')
    await next
  })
})
