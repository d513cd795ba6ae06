import { memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench } from '../fixtures.js'
import { limited } from './limited.js'

describe('the memory store', () => {
  /** The time of a hundred mints with limits, among so many live tokens: the least of ten, which nothing interrupted. */
  async function mintingAmong(live: number, subjects = 1): Promise<number> {
    const { service } = bench([limited], { store: memoryStore() })
    const mint = async (tokens: number) => {
      const begun = performance.now()
      for (let count = 0; count < tokens; count++) await service.mint(limited, { subject: `s${count % subjects}` })
      return performance.now() - begun
    }
    await mint(live)
    const times: number[] = []
    for (let round = 0; round < 10; round++) times.push(await mint(100))
    return Math.min(...times)
  }

  it('C10 issues among 100,000 live tokens at about the price that it costs among 100', async () => {
    await mintingAmong(100)
    const few = await mintingAmong(100)
    const many = await mintingAmong(100_000)
    expect(many / few).toBeLessThan(20)
  })

  it('C10 issues among 20,000 subjects at about the price of a few', async () => {
    expect((await mintingAmong(20_000, 20_000)) / (await mintingAmong(100, 5))).toBeLessThan(20)
  })
})
