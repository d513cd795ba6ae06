import { spawnSync } from 'node:child_process'
import { type SweeperOptions, startSweeper, type TokenService } from '@hallpass/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bench, flow } from './fixtures.js'

/** A service whose sweeps are counted, and can be held. */
function counted(sweep: () => Promise<number> = async () => 0) {
  const sweeps = vi.fn<TokenService['sweep']>(sweep)
  return { sweeps, service: { ...bench().service, sweep: sweeps } }
}

describe('startSweeper', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  it('A20 sweeps at start and then on its interval, with jitter on top', async () => {
    const { service, sweeps } = counted()
    const sweeper = startSweeper(service, { interval: '1m' })
    expect(sweeps).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(59_999)
    expect(sweeps).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(6_001)
    expect(sweeps).toHaveBeenCalledTimes(2)
    await sweeper.stop()
  })

  it('A20 stops for good, and twice is fine', async () => {
    const { service, sweeps } = counted()
    const sweeper = startSweeper(service, { interval: '1m' })
    await sweeper.stop()
    await sweeper.stop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(sweeps).toHaveBeenCalledTimes(1)
  })

  it('A20 waits for the batch under way when it stops, and asks for no other', async () => {
    let finish: (count: number) => void = () => undefined
    const { service, sweeps } = counted(
      () =>
        new Promise((resolve) => {
          finish = resolve
        }),
    )
    const stopped = vi.fn()
    const stopping = startSweeper(service).stop().then(stopped)
    expect(sweeps.mock.calls[0]?.[1]?.signal?.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(10)
    expect(stopped).not.toHaveBeenCalled()
    finish(3)
    await stopping
    expect(stopped).toHaveBeenCalled()
  })

  it('A20 reports errors and goes on, even if the reporter throws', async () => {
    const failure = new Error('down')
    const { service, sweeps } = counted(() => Promise.reject(failure))
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const onError = vi.fn(() => {
      throw new Error('reporter')
    })
    const sweeper = startSweeper(service, { interval: 1000, onError })
    await vi.advanceTimersByTimeAsync(1_200)
    expect(sweeps).toHaveBeenCalledTimes(2)
    expect(onError).toHaveBeenCalledWith(failure)
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('a sweep failed'),
      expect.objectContaining({ code: 'HALLPASS_SWEEP' }),
    )
    warn.mockRestore()
    await sweeper.stop()
  })

  it('A20 goes on where an asynchronous reporter rejects', async () => {
    const { service, sweeps } = counted(() => Promise.reject(new Error('down')))
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const sweeper = startSweeper(service, { interval: 1000, onError: () => Promise.reject(new Error('reporter')) })
    await vi.advanceTimersByTimeAsync(1_200)
    expect(sweeps).toHaveBeenCalledTimes(2)
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('a sweep failed'),
      expect.objectContaining({ code: 'HALLPASS_SWEEP' }),
    )
    warn.mockRestore()
    await sweeper.stop()
  })

  it('forgets what is past, in batches', async () => {
    const { service, clock, records } = bench()
    for (let count = 0; count < 7; count++) await service.mint(flow, { resourceId: 'f', ttl: 1 })
    clock.now += 300_002
    await startSweeper(service, { batch: 2 }).stop()
    expect((await records()).length).toBe(5)
    const sweeper = startSweeper(service, { batch: 2 })
    await vi.waitFor(async () => expect(await records()).toEqual([]), 30_000)
    await sweeper.stop()
  })

  it.each<[string, object]>([
    ['an interval of 0', { interval: 0 }],
    ['an interval longer than a timer can wait', { interval: '30d' }],
    ['a batch of 0', { batch: 0 }],
    ['a reporter that is text', { onError: 'log' }],
    ['a misspelt option', { every: '5m' }],
  ])('refuses %s', (_, options) => {
    expect(() => startSweeper(bench().service, options as SweeperOptions)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS' }),
    )
  })

  it('A20 does not hold the process open', () => {
    const script = `
      import { createTokenService, memoryStore, startSweeper } from '@hallpass/core'
      startSweeper(createTokenService({ scopes: [], store: memoryStore() }), { interval: '1h' })
    `
    const run = spawnSync(
      process.execPath,
      ['--conditions=@hallpass/source', '--import', 'tsx', '--input-type=module', '-e', script],
      {
        cwd: import.meta.dirname,
        timeout: 100_000,
        encoding: 'utf8',
      },
    )
    expect(run).toMatchObject({ status: 0, signal: null })
  })
})
