import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { defineScope, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench } from '../fixtures.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The bytes that are still held. */
function heldBytes(): number {
  collect()
  return process.memoryUsage().heapUsed
}

describe('the memory store', () => {
  it('holds nothing any more once it is closed', async () => {
    const scope = defineScope({ name: 'limited', routes: 'none', maxTtl: '1h', maxLive: { perSubject: 9 } })
    const store = memoryStore()
    const { service } = bench([scope], { store })
    const before = heldBytes()
    for (let count = 0; count < 2000; count++)
      await service.mint(scope, { subject: `${count}`.padStart(500), roles: [`${count}`.padStart(500)] })
    const full = heldBytes() - before
    await store.close()
    expect(full).toBeGreaterThan(3_000_000)
    // A timer or a promise that is not gone yet may hold it a little longer.
    await expect.poll(() => heldBytes() - before, { interval: 200, timeout: 20_000 }).toBeLessThan(full / 4)
    await expect(store.find('x')).rejects.toMatchObject({ code: 'ERR_STORE', message: 'the store is closed' })
  })
})
