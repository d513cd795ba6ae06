import { HallpassError, memoryStore } from '@hallpass/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeWorker } from './fake-worker.js'
import { DEADLINE, handOffBench, offerTo } from './handoff-bench.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/** Time passes, and what was waiting for it happens. */
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('a hand-off', () => {
  it('is adopted by the worker that presents its token, up to a millisecond before the deadline', async () => {
    const worker = fakeWorker('w-1')
    const bench = handOffBench([worker])
    const client = bench.connect()
    await pass(DEADLINE - 1)
    expect(worker.heard()).toEqual(['offer'])
    await bench.accept(worker, offerTo(worker))
    expect(await client).toBeUndefined()
    expect(worker.heard()).toEqual(['offer', 'adopted'])
    expect(bench.events).toEqual(['w-1: adopted'])
    expect(await bench.states()).toEqual(['consumed'])
  })

  it('C8 is revoked at its deadline, and a late presentation is refused', async () => {
    const worker = fakeWorker('w-1')
    const bench = handOffBench([worker])
    const client = bench.connect()
    await pass(DEADLINE)
    expect(await client).toBe('try again: no_acknowledgement')
    expect(await bench.states()).toEqual(['revoked'])
    await bench.accept(worker, offerTo(worker))
    expect(worker.heard()).toEqual(['offer', 'abandoned'])
    expect(bench.events).toEqual(['w-1: no_acknowledgement', 'w-1: late, revoked'])
  })

  it('C4 fails on the token of another one, which goes on', async () => {
    const [first, second] = [fakeWorker('w-1'), fakeWorker('w-2')]
    const limits = { total: 2, perWorker: 1 }
    const bench = handOffBench([first, second], { limits })
    const clients = [bench.connect(), bench.connect()]
    await pass(0)
    await bench.accept(first, offerTo(first), offerTo(second).token)
    expect(await clients[0]).toBe('try again: refused')
    await bench.accept(second, offerTo(second))
    expect(await clients[1]).toBeUndefined()
    expect([...(await bench.states())].sort()).toEqual(['consumed', 'revoked'])
  })

  it('is not taken over by a worker that it was not offered to, though that shows the right token', async () => {
    const [worker, thief] = [fakeWorker('w-1'), fakeWorker('w-2')]
    const bench = handOffBench([worker, thief])
    const client = bench.connect()
    await pass(0)
    await bench.accept(thief, offerTo(worker))
    await bench.accept(worker, offerTo(worker))
    expect(await client).toBeUndefined()
    expect(thief.heard()).toEqual([])
    expect(bench.events).toEqual(['w-2: late, context_mismatch', 'w-1: adopted'])
  })

  it('is adopted once where its token is presented twice', async () => {
    const worker = fakeWorker('w-1')
    const bench = handOffBench([worker])
    const client = bench.connect()
    await pass(0)
    await bench.accept(worker, offerTo(worker))
    await client
    await bench.accept(worker, offerTo(worker))
    expect(worker.heard()).toEqual(['offer', 'adopted'])
    expect(bench.events).toEqual(['w-1: adopted', 'w-1: late, consumed'])
  })

  it('fails at once where the worker is gone, before or after its answer, or could not be sent the offer', async () => {
    const dying = fakeWorker('w-1')
    const answering = fakeWorker('w-2')
    const cut = fakeWorker('w-3', () => {
      throw new Error('the channel is broken')
    })
    for (const worker of [dying, answering, cut]) {
      const bench = handOffBench([worker])
      const client = bench.connect()
      await pass(0)
      if (worker === answering) void bench.accept(worker, offerTo(worker))
      worker.kill()
      expect(await client).toBe(`try again: ${worker === cut ? 'not_sent' : 'worker_gone'}`)
      expect(await bench.states()).toEqual([worker === answering ? 'consumed' : 'revoked'])
    }
  })
})

describe('a broker', () => {
  it('C2 tells the client where as many hand-offs are under way as may be, and goes on when one is over', async () => {
    const worker = fakeWorker('w-1')
    const bench = handOffBench([worker], { limits: { total: 512, perWorker: 512 } })
    const clients = Array.from({ length: 512 }, () => bench.connect())
    await pass(0)
    expect(await bench.live()).toBe(512)
    expect(await bench.connect()).toBe('try again: full')
    await bench.accept(worker, offerTo(worker))
    expect(await clients[0]).toBeUndefined()
    clients.push(bench.connect())
    await pass(DEADLINE)
    expect(new Set(await Promise.all(clients.slice(1)))).toEqual(new Set(['try again: no_acknowledgement']))
    expect(await bench.live()).toBe(0)
  })

  it('C2 passes over a worker that has as many hand-offs under way as one may', async () => {
    const [silent, good] = [fakeWorker('w-1'), fakeWorker('w-2')]
    const bench = handOffBench([silent, good], { limits: { total: 4, perWorker: 1 } })
    const first = bench.connect()
    const second = bench.connect()
    await pass(0)
    await bench.accept(good, offerTo(good))
    await pass(DEADLINE)
    expect([await first, await second]).toEqual(['try again: no_acknowledgement', undefined])
  })

  it('tells the client where no worker is ready, and where the store fails', async () => {
    const refuse = async () => {
      throw new HallpassError('ERR_STORE', 'the disk is gone')
    }
    const failing = handOffBench([fakeWorker('w-1')], { store: { ...memoryStore(), insert: refuse } })
    expect(await failing.connect()).toBe('try again: failed')
    expect(await handOffBench([]).connect()).toBe('try again: no_worker')
  })

  it.each([0, 30_000, Number.NaN])(
    'refuses a deadline that is not shorter than the life of a token: %d',
    (deadlineMs) => {
      expect(() => handOffBench([], { deadlineMs })).toThrow("deadlineMs must be between 0 and the token's life, 30000")
    },
  )
})
