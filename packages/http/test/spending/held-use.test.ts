import { once } from 'node:events'
import { type ClientHttp2Stream, connect, createServer } from 'node:http2'
import { type AddressInfo, createConnection } from 'node:net'
import type { ReservedUse } from '@hallpass/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NodeResponse } from '../../src/node-response.js'
import { heldUse } from '../../src/spending/held-use.js'
import { bytesOf, INSTEAD, later, serving } from './served.js'

const refuse = () => INSTEAD

/** A hold that notes how it was settled. */
function watchedHold(hold: Partial<ReservedUse> = {}) {
  const settled = later<'commit' | 'release'>()
  const settle = (how: 'commit' | 'release') => async () => {
    settled.resolve(how)
    return true
  }
  const renew = vi.fn(async () => true)
  const watched = { leaseMs: 30_000, returned: 0, commit: settle('commit'), release: settle('release'), renew, ...hold }
  return { hold: watched, settled: settled.promise, renew }
}

/** Sends two requests at once: as long as the first is not answered, the response of the second stands in line. */
async function inLine(
  listener: (response: NodeResponse) => unknown,
  run: (client: { readonly leave: () => void; readonly answerFirst: () => void }) => Promise<void>,
): Promise<void> {
  let answerFirst = () => {}
  await serving(
    (request, response) => {
      if (request.url === '/second') return void listener(response)
      answerFirst = () => void response.end()
    },
    async (port) => {
      const client = createConnection(port, '127.0.0.1')
      client.write(['/first', '/second'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a.example\r\n\r\n`).join(''))
      await run({ leave: () => client.destroy(), answerFirst: () => answerFirst() })
    },
  )
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a held use', () => {
  it('is none where nothing had to be held', () => {
    const { hold } = watchedHold({ leaseMs: Number.POSITIVE_INFINITY })
    expect(heldUse(hold, { spend: 'on-success' }, refuse)).toBeUndefined()
  })

  it.each([{ spend: 'on-success' }, { spend: 'on-complete', attempts: 1 }] as const)(
    'F4 is given back at once, and no handler is to run, where the client left while the token was checked: $spend',
    async (spending) => {
      const { hold, settled } = watchedHold()
      const goesOn = later<unknown>()
      await serving(
        async (request, response) => {
          request.socket.destroy()
          await once(response, 'close')
          goesOn.resolve(heldUse(hold, spending, refuse)?.settleBy(response))
        },
        async (port) => {
          await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed')
          expect([await goesOn.promise, await settled]).toEqual([false, 'release'])
        },
      )
    },
  )

  it.each([{ spend: 'on-success' }, { spend: 'on-complete', attempts: 1 }] as const)(
    'F4 is given back at once, and no handler is to run, where others answered while the token was checked: $spend',
    async (spending) => {
      const { hold, settled } = watchedHold()
      const goesOn = later<unknown>()
      const bytes = await bytesOf((_, response) => {
        response.writeHead(503).write('too late')
        goesOn.resolve(heldUse(hold, spending, refuse)?.settleBy(response))
        response.end()
      })
      expect([await goesOn.promise, await settled]).toEqual([false, 'release'])
      expect(bytes).toMatch(/^HTTP\/1\.1 503 .*too late/s)
    },
  )

  it.each([{ spend: 'on-success' }, { spend: 'on-complete', attempts: 3 }] as const)(
    'F4 is given back where the client left while the response stood in line behind another on its connection: $spend',
    async (spending) => {
      const { hold, settled } = watchedHold()
      const runs = later<unknown>()
      await inLine(
        (response) => {
          runs.resolve(heldUse(hold, spending, refuse)?.settleBy(response))
          if (spending.spend === 'on-complete') response.end('nobody hears')
        },
        async ({ leave }) => {
          expect(await runs.promise).toBe(true)
          leave()
          expect(await settled).toBe('release')
        },
      )
    },
  )

  it('F4 is given back at once where the client left before, and the response stands in line', async () => {
    const { hold, settled } = watchedHold()
    const goesOn = later<unknown>()
    const arrived = later<void>()
    await inLine(
      async (response) => {
        arrived.resolve()
        await once(response.req.socket, 'close')
        goesOn.resolve(heldUse(hold, { spend: 'on-success' }, refuse)?.settleBy(response))
      },
      async ({ leave }) => {
        await arrived.promise
        leave()
        expect([await goesOn.promise, await settled]).toEqual([false, 'release'])
      },
    )
  })

  it('F4 is spent when its turn comes where the response stood in line, and listens to the connection no longer', async () => {
    const { hold, settled } = watchedHold()
    const listening = later<() => number>()
    await inLine(
      (response) => {
        const { socket } = response.req
        const before = socket.listenerCount('close')
        heldUse(hold, { spend: 'on-complete', attempts: 3 }, refuse)?.settleBy(response)
        response.end('ok')
        listening.resolve(() => socket.listenerCount('close') - before)
      },
      async ({ answerFirst }) => {
        const more = await listening.promise
        expect(more()).toBe(1)
        answerFirst()
        expect(await settled).toBe('commit')
        expect(more()).toBeLessThanOrEqual(0)
      },
    )
  })

  it('F4 is renewed at every third of its lease, also after a failure, until the hold is gone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { hold, renew } = watchedHold()
    renew.mockResolvedValueOnce(true).mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(false)
    await serving(
      (_request, response) => void heldUse(hold, { spend: 'on-success' }, refuse)?.settleBy(response),
      async (port) => {
        const left = new AbortController()
        const asked = fetch(`http://127.0.0.1:${port}`, { signal: left.signal }).catch(() => {})
        await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), 30_000)
        const counts = []
        for (let thirds = 0; thirds < 5; thirds++) {
          await vi.advanceTimersByTimeAsync(10_000)
          counts.push(renew.mock.calls.length)
        }
        expect(counts).toEqual([1, 2, 3, 3, 3])
        left.abort()
        await asked
      },
    )
  })

  it('lets a failure of the server out although the use cannot be given back', async () => {
    const { hold } = watchedHold({ release: () => Promise.reject(new Error('down')) })
    await serving(
      (_request, response) => {
        heldUse(hold, { spend: 'on-success' }, refuse)?.settleBy(response)
        response.writeHead(502).end('broken')
      },
      async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}`)
        expect([response.status, await response.text()]).toEqual([502, 'broken'])
      },
    )
  })
})

describe('a held use over HTTP/2', () => {
  const CASES: readonly {
    readonly name: string
    readonly spend: 'on-success' | 'on-complete'
    readonly handler: (response: NodeResponse) => void
    readonly client: (stream: ClientHttp2Stream) => void
    readonly settled: 'commit' | 'release'
  }[] = [
    {
      name: 'is spent on success',
      spend: 'on-success',
      handler: (response) => void response.end('ok'),
      client: (stream) => void stream.resume(),
      settled: 'commit',
    },
    {
      name: 'is spent with the head, although no byte follows it',
      spend: 'on-success',
      handler: (response) => void response.writeHead(200),
      client: (stream) => void stream.once('response', () => stream.close(8)),
      settled: 'commit',
    },
    {
      name: 'is spent where the stream answered past the response',
      spend: 'on-success',
      handler: (response) => {
        const stream = response.stream as unknown as { respond(headers: object): void; end(body: string): void }
        stream.respond({ ':status': 200 })
        stream.end('past it')
      },
      client: (stream) => void stream.resume(),
      settled: 'commit',
    },
    {
      name: 'is spent when the body is out',
      spend: 'on-complete',
      handler: (response) => void response.end('ok'),
      client: (stream) => void stream.resume(),
      settled: 'commit',
    },
    {
      name: 'is given back where the stream was reset',
      spend: 'on-complete',
      handler: (response) => void response.end(Buffer.alloc(20_000_000)),
      client: (stream) => void stream.once('data', () => stream.close(8)),
      settled: 'release',
    },
  ]

  it.each(CASES)('F4 $name', async ({ spend, handler, client, settled }) => {
    const watched = watchedHold()
    const server = createServer((_request, response) => {
      const held = response as unknown as NodeResponse
      heldUse(watched.hold, spend === 'on-complete' ? { spend, attempts: 3 } : { spend }, refuse)?.settleBy(held)
      handler(held)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = session.request({ ':path': '/' }).on('error', () => {})
    client(stream)
    expect(await watched.settled).toBe(settled)
    session.destroy()
    server.close()
  })
})
