import { describe, expect, it } from 'vitest'
import { createBusyLine } from '../../src/sqlite/busy-line.js'

/** A database that is locked until a moment, on a clock that waiting moves. */
function lockedUntil(moment: number) {
  let now = 0
  let tries = 0
  const waits: number[] = []
  return {
    waits,
    tries: () => tries,
    options: {
      elapsed: () => now,
      wait: async (milliseconds: number) => {
        waits.push(milliseconds)
        now += milliseconds
      },
    },
    work: <T>(result: T) => {
      return (): T => {
        tries++
        if (now < moment) throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
        return result
      }
    },
  }
}

describe('a line at a locked database', () => {
  it('runs work at once where nothing is locked, inside the call', () => {
    const { write, read } = createBusyLine({ busyTimeout: 0 })
    const done: string[] = []
    void write(() => done.push('write'))
    void read(() => done.push('read'))
    expect(done).toEqual(['write', 'read'])
  })

  it('tries again, a little later each time, until the lock is free', async () => {
    const { options, waits, work } = lockedUntil(100)
    const { write } = createBusyLine({ busyTimeout: 2000, ...options })
    expect(await write(work('done'))).toBe('done')
    expect(waits[0]).toBeLessThanOrEqual(2)
    expect(Math.max(...waits)).toBeLessThanOrEqual(25)
    expect(waits.length).toBeLessThan(40)
  })

  it('throws ERR_STORE with the cause where the lock is not free in time', async () => {
    const { options, waits, work } = lockedUntil(5000)
    const { write } = createBusyLine({ busyTimeout: 300, ...options })
    await expect(write(work('never'))).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: 'the SQLite database was locked by another connection for longer than busyTimeout, 300 ms',
      cause: { code: 'SQLITE_BUSY' },
    })
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(325)
  })

  it('keeps the order, and lets only the first try', async () => {
    const { options, tries, waits, work } = lockedUntil(100)
    const { write } = createBusyLine({ busyTimeout: 2000, ...options })
    const done: number[] = []
    const callers = Array.from({ length: 500 }, async (_, number) => done.push(await write(work(number))))
    await Promise.all(callers)
    expect(done).toEqual(Array.from({ length: 500 }, (_, number) => number))
    expect(tries()).toBe(500 + 1 + waits.length)
  })

  it('keeps the order also for who comes the moment the lock is free', async () => {
    const { options, work } = lockedUntil(100)
    const { write } = createBusyLine({ busyTimeout: 2000, ...options })
    const done: string[] = []
    const run = async (name: string) => done.push(await write(work(name)))
    await Promise.all([run('first').then(() => run('third')), run('second')])
    expect(done).toEqual(['first', 'second', 'third'])
  })

  it('lets reads try at once, and wait only where they find the lock themselves', async () => {
    const { options, work } = lockedUntil(100)
    const { write, read } = createBusyLine({ busyTimeout: 2000, ...options })
    const done: string[] = []
    const written = write(work('written')).then((text) => done.push(text))
    const readAtOnce = read(() => 'read').then((text) => done.push(text))
    const readLate = read(work('read late')).then((text) => done.push(text))
    await Promise.all([written, readAtOnce, readLate])
    expect(done).toEqual(['read', 'written', 'read late'])
  })

  it('goes on behind somebody who failed', async () => {
    const { options, work } = lockedUntil(100)
    const { write } = createBusyLine({ busyTimeout: 2000, ...options })
    const broken = write(() => {
      work('')()
      throw new Error('broken')
    })
    const sound = write(work('done'))
    await expect(broken).rejects.toMatchObject({ code: 'ERR_STORE', cause: { message: 'broken' } })
    expect(await sound).toBe('done')
    expect(await write(work('later'))).toBe('later')
  })

  it('throws other errors at once', async () => {
    const { write, read } = createBusyLine({ busyTimeout: 2000, wait: () => new Promise(() => {}) })
    const fail = () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' })
    }
    await expect(write(fail)).rejects.toMatchObject({ code: 'ERR_STORE', cause: { code: 'SQLITE_IOERR_WRITE' } })
    await expect(read(fail)).rejects.toMatchObject({ code: 'ERR_STORE', cause: { code: 'SQLITE_IOERR_WRITE' } })
  })
})
