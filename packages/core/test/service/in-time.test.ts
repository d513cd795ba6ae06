import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inTime } from '../../src/service/in-time.js'

const late = () => new Error('late')

describe('inTime', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('gives the answer, or its error, and leaves no timer behind', async () => {
    await expect(inTime(Promise.resolve(7), 1000, late)).resolves.toBe(7)
    await expect(inTime(Promise.reject(new Error('down')), 1000, late)).rejects.toThrow('down')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('gives the error of a late answer when the time is over, and not before', async () => {
    const heard = vi.fn()
    inTime(new Promise(() => {}), 1000, late).catch(heard)
    await vi.advanceTimersByTimeAsync(999)
    expect(heard).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toHaveBeenCalledWith(new Error('late'))
  })
})
