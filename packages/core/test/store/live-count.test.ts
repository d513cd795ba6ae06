import { defineScope } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeQueue } from '../../src/store/time-queue.js'
import { bench } from '../fixtures.js'
import { limited } from './limited.js'

describe('a queue by time', () => {
  it('gives ids back in the order of their moments, whatever the order in which they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 60 }), fc.nat({ max: 50 }), (moments, limit) => {
        const queue = createTimeQueue()
        for (const [index, at] of moments.entries()) queue.add(at, `${at}:${index}`)
        const taken: number[] = []
        for (let id = queue.takeIf((at) => at <= limit); id !== undefined; id = queue.takeIf((at) => at <= limit))
          taken.push(Number(id.split(':')[0]))
        expect(taken).toEqual(moments.filter((at) => at <= limit).sort((a, b) => a - b))
      }),
    )
  })
})

describe('the memory store', () => {
  it('counts again from the records where the clock that is handed in runs back', async () => {
    const other = defineScope({ name: 'other', routes: 'none', maxTtl: '1h' })
    const { service, store, clock } = bench([limited, other])
    await service.mint(limited, { ttl: '1m' })
    await service.mint(other, { ttl: '1m' })
    expect(await store.count('limited', clock.now + 60_000)).toBe(0)
    expect(await store.count('limited', clock.now)).toBe(1)
  })

  it('keeps its counts true over minting, closing, expiry and sweeping', async () => {
    const happening = fc.constantFrom('mint', 'mint short', 'revoke', 'pass', 'sweep')
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 40, size: 'max' }), async (happenings) => {
        const { service, store, clock, records } = bench([limited], { retention: '1m' })
        for (const [index, what] of happenings.entries()) {
          if (what.startsWith('mint')) await service.mint(limited, { ttl: what === 'mint' ? '1h' : '1m' })
          const all = await records()
          if (what === 'revoke' && all.length > 0)
            await service.revoke(all[index % all.length]?.id ?? '', { by: 'ann' })
          if (what === 'pass') clock.now += 61_000
          if (what === 'sweep') await service.sweep()
          const live = (await records()).filter((record) => record.state !== 'closed' && clock.now < record.expiresAt)
          expect(await store.count('limited', clock.now)).toBe(live.length)
        }
      }),
    )
  })
})
