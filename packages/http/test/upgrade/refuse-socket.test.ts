import { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RefuseAnswer } from '../../src/answer.js'
import { refuseSocket } from '../../src/upgrade/refuse-socket.js'

const REFUSAL: RefuseAnswer = {
  kind: 'refuse',
  status: 401,
  headers: { 'www-authenticate': ['Bearer', 'Basic realm="a"'] as never, 'cache-control': 'no-store' },
  body: '{"é":1}',
}

/** A connection whose other end takes what is written, or nothing. */
function connection(takes: boolean) {
  let written = ''
  const socket = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      written += chunk
      if (takes) done()
    },
  })
  return { socket, written: () => written }
}

describe('a connection that is refused', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => {
    vi.useRealTimers()
  })

  it('gets its answer, and is closed when that is out', async () => {
    const { socket, written } = connection(true)
    refuseSocket(socket, REFUSAL)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(written()).toBe(
      [
        'HTTP/1.1 401 Unauthorized',
        'www-authenticate: Bearer',
        'www-authenticate: Basic realm="a"',
        'cache-control: no-store',
        'content-length: 8',
        'connection: close',
        '',
        '{"é":1}',
      ].join('\r\n'),
    )
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is cut after five seconds where nobody takes the answer', () => {
    const { socket } = connection(false)
    refuseSocket(socket, REFUSAL)
    vi.advanceTimersByTime(4999)
    expect(socket.destroyed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(socket.destroyed).toBe(true)
  })

  it('is left alone where it is gone already', () => {
    const { socket, written } = connection(true)
    socket.destroy()
    refuseSocket(socket, REFUSAL)
    expect([written(), vi.getTimerCount()]).toEqual(['', 0])
  })
})
