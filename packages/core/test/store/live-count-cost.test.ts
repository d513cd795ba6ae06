import { defineScope, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench } from '../fixtures.js'

describe('the memory store', () => {
  const limited = defineScope({
    name: 'limited',
    routes: 'none',
    maxTtl: '1h',
    maxLive: { total: 1_000_000, perSubject: 1_000_000 },
  })

  /** The time of so many mints with limits, among so many live tokens. */
  async function mintingAmong(live: number, mints: number, subjects = 1): Promise<number> {
    const { service } = bench([limited], { store: memoryStore() })
    for (let count = 0; count < live; count++) await service.mint(limited, { subject: `s${count % subjects}` })
    const begun = performance.now()
    for (let count = 0; count < mints; count++) await service.mint(limited, { subject: `s${count % subjects}` })
    return performance.now() - begun
  }

  it('C10 issues among 100,000 live tokens at about the price that it costs among 100', async () => {
    await mintingAmong(100, 500)
    const few = await mintingAmong(100, 500)
    const many = await mintingAmong(100_000, 500)
    expect(many / few).toBeLessThan(20)
  })

  it('C10 issues among 20,000 subjects at about the price of a few', async () => {
    expect((await mintingAmong(20_000, 500, 20_000)) / (await mintingAmong(100, 500, 5))).toBeLessThan(20)
  })
})
