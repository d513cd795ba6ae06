import { describe, expect, it } from 'vitest'
import { createPendingWatch, type PendingWatch } from '../../src/approval/pending-watch.js'
import { createTimers, type Timers } from './timers.js'

interface Bench {
  readonly watch: PendingWatch['watch']
  readonly timers: Timers
  /** What is there to be found; an error is thrown. */
  found: string | Error | Promise<string>
  /** How often it was looked. */
  looks: number
  readonly errors: unknown[]
  /** Callbacks that hear hints now. */
  readonly hints: Set<() => void>
}

function bench({ interval = 1000, gap = 100 } = {}): Bench {
  const timers = createTimers()
  const made: Bench = {
    watch: (listener) => pending.watch(listener),
    timers,
    found: 'a',
    looks: 0,
    errors: [],
    hints: new Set(),
  }
  const pending = createPendingWatch({
    async look() {
      made.looks += 1
      if (made.found instanceof Error) throw made.found
      return made.found
    },
    interval,
    gap,
    onHint(hint) {
      made.hints.add(hint)
      return () => made.hints.delete(hint)
    },
    onError: (error) => made.errors.push(error),
    schedule: timers.schedule,
  })
  return made
}

const hint = ({ hints }: Bench) => {
  for (const one of hints) one()
}

describe('a watch', () => {
  it('looks for nobody', async () => {
    const { timers, looks, hints } = bench()
    await timers.pass(10_000)
    expect([looks, hints.size]).toEqual([0, 0])
  })

  it('looks at once, then at intervals, and tells only what differs', async () => {
    const b = bench()
    const heard: string[] = []
    b.watch((digest) => heard.push(digest))
    await b.timers.pass(0)
    expect([b.looks, heard]).toEqual([1, ['a']])
    await b.timers.pass(999)
    expect(b.looks).toBe(1)
    await b.timers.pass(1001)
    expect([b.looks, heard]).toEqual([3, ['a']])
    b.found = 'b'
    await b.timers.pass(1000)
    expect(heard).toEqual(['a', 'b'])
  })

  it('looks at a hint at once, and no more often than the gap allows, however many hints there are', async () => {
    const b = bench()
    const heard: string[] = []
    b.watch((digest) => heard.push(digest))
    await b.timers.pass(500)
    b.found = 'b'
    hint(b)
    await b.timers.pass(0)
    expect([b.looks, heard]).toEqual([2, ['a', 'b']])
    for (let moment = 0; moment < 1000; moment += 10) {
      hint(b)
      await b.timers.pass(10)
    }
    expect(b.looks).toBe(12)
  })

  it('looks again after a hint that came while it looked', async () => {
    const b = bench()
    let finish = (_: string) => {}
    b.found = new Promise((resolve) => {
      finish = resolve
    })
    b.watch(() => {})
    await b.timers.pass(0)
    hint(b)
    b.found = 'c'
    finish('b')
    await b.timers.pass(99)
    expect(b.looks).toBe(1)
    await b.timers.pass(1)
    expect(b.looks).toBe(2)
  })

  it('never looks twice at once', async () => {
    const b = bench()
    b.found = new Promise(() => {})
    const stop = b.watch(() => {})
    for (let round = 0; round < 5; round++) {
      hint(b)
      await b.timers.pass(2000)
    }
    stop()
    b.watch(() => {})
    await b.timers.pass(2000)
    expect(b.looks).toBe(1)
  })

  it('looks once for all who watch, and tells the late ones what is known', async () => {
    const b = bench()
    const heard: string[] = []
    b.watch((digest) => heard.push(`1 ${digest}`))
    await b.timers.pass(200)
    b.watch((digest) => heard.push(`2 ${digest}`))
    expect(heard).toEqual(['1 a', '2 a'])
    b.found = 'b'
    await b.timers.pass(1000)
    expect(heard).toEqual(['1 a', '2 a', '1 b', '2 b'])
  })

  it('stops when the last one has left, and begins anew with the next', async () => {
    const b = bench()
    const heard: string[] = []
    const stops = [b.watch(() => {}), b.watch((digest) => heard.push(digest))]
    await b.timers.pass(0)
    for (const stop of [...stops, ...stops]) stop()
    await b.timers.pass(10_000)
    expect([b.looks, b.hints.size, b.timers.planned()]).toEqual([1, 0, []])
    b.found = 'b'
    b.watch((digest) => heard.push(digest))
    await b.timers.pass(0)
    expect([b.looks, heard]).toEqual([2, ['a', 'b']])
  })

  it('tells nobody what it finds after the last one has left', async () => {
    const b = bench()
    const heard: string[] = []
    b.watch((digest) => heard.push(digest))()
    await b.timers.pass(1000)
    expect([heard, b.timers.planned()]).toEqual([[], []])
    b.found = 'b'
    b.watch((digest) => heard.push(digest))
    await b.timers.pass(0)
    expect(heard).toEqual(['b'])
  })

  it('goes on where a look fails, at twice the time before, up to half a minute, and not at hints', async () => {
    const b = bench({ interval: 2000 })
    b.found = new Error('down')
    b.watch(() => {})
    const at: number[] = []
    for (let second = 1; second <= 150; second++) {
      const before = b.looks
      hint(b)
      await b.timers.pass(1000)
      if (b.looks > before) at.push(second)
    }
    expect(at).toEqual([4, 12, 28, 58, 88, 118, 148])
    expect(b.errors).toHaveLength(8)
    b.found = 'a'
    await b.timers.pass(30_000)
    const before = b.looks
    await b.timers.pass(4000)
    expect(b.looks).toBe(before + 2)
  })

  it('never looks more often than its interval, also where it fails', async () => {
    const b = bench({ interval: 60_000 })
    b.found = new Error('down')
    b.watch(() => {})
    await b.timers.pass(179_999)
    expect(b.looks).toBe(3)
  })
})
