import { once as onceEvent } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startApp, startBytes, type Upstream, withUpstream } from './upstreams.js'
import { bearer, raw, type World, type WorldOptions, withGate } from './world.js'

const UPGRADE = ['Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']
const WEBSOCKET = [...UPGRADE, 'Upgrade: websocket']

/** Tells who comes, then says everything again. */
function startEcho(): Promise<Upstream & { readonly seen: () => readonly string[] }> {
  const seen: string[] = []
  const sockets = new WebSocketServer({ noServer: true })
  const starting = startApp(
    (_, res) => void res.writeHead(426).end('only sockets'),
    (server) => {
      server.on('upgrade', (request, socket, head) => {
        seen.push(`${request.url} ${request.rawHeaders.join(' ')}`)
        sockets.handleUpgrade(request, socket, head, (client) => {
          client.send(String(request.headers['x-hallpass-resource']))
          client.on('message', (data, isBinary) => client.send(data, { binary: isBinary }))
        })
      })
    },
  )
  return starting.then((upstream) => ({ ...upstream, seen: () => seen }))
}

const inFrontOf = <U extends Upstream>(
  starting: Promise<U>,
  test: (world: World, upstream: U) => Promise<void>,
  options: Partial<WorldOptions> = {},
) =>
  withUpstream(starting, (upstream) =>
    withGate({ mode: 'proxy', upstream: upstream.url, ...options } as WorldOptions, (world) => test(world, upstream)),
  )

describe('an upgrade', () => {
  it('joins both sides, in both directions, until one of them goes', () =>
    inFrontOf(startEcho(), async ({ mint, port, admin }, { seen }) => {
      const token = await mint()
      const options = { headers: { authorization: `Bearer ${token}`, 'x-hallpass-resource': 'evil' } }
      const socket = new WebSocket(`ws://127.0.0.1:${port}/flows/f-1/socket?a=%2f`, options)
      const messages: string[] = []
      socket.on('message', (data) => messages.push(String(data)))
      await onceEvent(socket, 'open')
      const large = 'x'.repeat(2_000_000)
      socket.send('hello')
      socket.send(large)
      await expect.poll(() => messages.length).toBe(3)
      expect(messages).toEqual(['f-1', 'hello', large])
      expect(seen()).toEqual([expect.stringMatching(/^\/flows\/f-1\/socket\?a=%2f /)])
      expect(seen().join()).not.toContain(token.slice(19))
      socket.close()
      await onceEvent(socket, 'close')
      await expect.poll(async () => (await fetch(new URL('/metrics', admin))).text()).toMatch(/in_flight 0/)
    }))

  it('brings bytes that come right behind it', () =>
    inFrontOf(
      startBytes((got, socket) => {
        if (got.endsWith('early'))
          socket.end(`HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nseen`)
        else if (got.endsWith('\r\n\r\n'))
          socket.write('HTTP/1.1 101 Yes\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst')
      }),
      async ({ mint, port }) => {
        const lines = [bearer(await mint()), ...WEBSOCKET]
        const got = await exchange(port, `${raw('GET', '/flows/f-1/socket', lines)}early`)
        expect(got).toMatch(/^HTTP\/1\.1 101 .*\r\n\r\nfirst/s)
        expect(got).toContain('seen')
      },
    ))

  it.each([
    ['no token', [...WEBSOCKET], '/flows/f-1/socket', 401],
    ['another resource', ['TOKEN', ...WEBSOCKET], '/flows/f-2/socket', 403],
    ['another spelling', ['TOKEN', ...WEBSOCKET], '/flows/f-1/%73ocket', 403],
    [
      'another protocol',
      ['TOKEN', ...UPGRADE, 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
      '/flows/f-1/socket',
      400,
    ],
    ['two protocols', ['TOKEN', ...WEBSOCKET, 'Upgrade: h2c'], '/flows/f-1/socket', 400],
    ['two hosts', ['TOKEN', ...WEBSOCKET, 'Host: other'], '/flows/f-1/socket', 400],
    ['a body', ['TOKEN', ...WEBSOCKET, 'Content-Length: 2'], '/flows/f-1/socket', 400],
  ])('is refused with %s', (_, lines, target, status) =>
    inFrontOf(startEcho(), async ({ mint, send, logged }, { seen }) => {
      const token = bearer(await mint())
      const answer = await send(
        raw(
          'GET',
          target,
          lines.map((line) => line.replace(/^TOKEN$/, token)),
        ),
      )
      expect(answer).toMatchObject({ status, body: expect.stringContaining(`"status":${status}`) })
      expect(seen()).toEqual([])
      expect(logged()).toMatch(/"outcome":"(missing|route_not_allowed|bad_request)"/)
    }),
  )

  it.each([
    ['of another site', ['Origin: https://evil.example'], 403],
    ['of a site that is listed', ['Origin: https://app.example'], 101],
    ['of nobody', [], 403],
  ])('F11 with a cookie %s: %3$i', (_, lines, status) =>
    inFrontOf(
      startEcho(),
      async ({ mint, port }) => {
        const all = [`Cookie: __Host-t=${await mint()}`, ...lines, ...WEBSOCKET]
        expect(await firstData(port, raw('GET', '/flows/f-1/socket', all))).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      },
      { from: ['cookie:__Host-t'], allowedOrigins: ['https://app.example'] },
    ),
  )

  it('that the upstream does not want is answered by it', () =>
    inFrontOf(
      startApp((_, res) => void res.writeHead(426, { 'x-why': 'no' }).end('only requests')),
      async ({ mint, port }) => {
        const got = await exchange(port, raw('GET', '/flows/f-1/socket', [bearer(await mint()), ...WEBSOCKET]))
        expect(got).toMatch(
          /^HTTP\/1\.1 426 Upgrade Required\r\n.*x-why: no\r\n.*Connection: close\r\n.*only requests/s,
        )
      },
    ))

  it.each([
    ['between chunks', 'Transfer-Encoding: chunked', '5\r\nhello\r\n', ''],
    ['in a chunk', 'Transfer-Encoding: chunked', '9\r\nhello', ''],
    ['before its length', 'Content-Length: 9', 'hello', ''],
    ['in what is no chunk', 'Transfer-Encoding: chunked', '5\r\nhello\r\n', 'zz\r\n'],
  ])('does not look answered where the answer breaks off %s', (_, line, body, last) => {
    let breakOff = () => {}
    const starting = startBytes((got, socket) => {
      if (!got.endsWith('\r\n\r\n')) return
      breakOff = () => void socket.end(last)
      socket.write(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n${body}`)
    })
    return inFrontOf(starting, async ({ mint, port }) => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      socket.on('data', (data) => String(data).includes('hello') && breakOff())
      socket.write(raw('GET', '/flows/f-1/socket', [bearer(await mint()), ...WEBSOCKET]))
      await expect(onceEvent(socket, 'end')).rejects.toThrow('ECONNRESET')
    })
  })

  it('behind a response that is under way ends the connection, and reaches nobody', () => {
    const seen: string[] = []
    const starting = startApp(
      (_, res) => void res.write('begun'),
      (server) => server.on('upgrade', ({ url = '' }) => void seen.push(url)),
    )
    return inFrontOf(starting, async ({ mint, port }) => {
      const token = bearer(await mint())
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      let came = ''
      const closed = onceEvent(
        socket
          .on('error', () => {})
          .on('data', (more) => {
            came += more
          }),
        'close',
      )
      socket.write(raw('GET', '/flows/f-1', [token]))
      await expect.poll(() => came).toContain('begun')
      socket.write(raw('GET', '/flows/f-1/socket', [token, ...WEBSOCKET]))
      await closed
      expect(came.match(/HTTP\/1\.1 /g)).toHaveLength(1)
      expect(seen).toEqual([])
    })
  })

  it('goes through behind a response that is over', () =>
    inFrontOf(startEcho(), async ({ mint, port }) => {
      const token = bearer(await mint())
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      let came = ''
      socket.on('data', (more) => {
        came += more
      })
      socket.write(raw('GET', '/flows/f-1', [token]))
      await expect.poll(() => came).toContain('only sockets')
      socket.write(raw('GET', '/flows/f-1/socket', [token, ...WEBSOCKET]))
      await expect.poll(() => came).toContain('HTTP/1.1 101 ')
      socket.destroy()
    }))

  it('is a 502 where nobody is there, and a 504 where nobody answers', async () => {
    await withGate({ mode: 'proxy', upstream: 'unix:/nowhere/app.sock' }, async ({ mint, port }) => {
      const got = await exchange(port, raw('GET', '/flows/f-1/socket', [bearer(await mint()), ...WEBSOCKET]))
      expect(got).toMatch(/^HTTP\/1\.1 502 /)
    })
    const limits = { upstreamMs: 50 }
    await inFrontOf(
      startBytes(() => {}),
      async ({ mint, port }) => {
        const got = await exchange(port, raw('GET', '/flows/f-1/socket', [bearer(await mint()), ...WEBSOCKET]))
        expect(got).toMatch(/^HTTP\/1\.1 504 /)
      },
      { limits },
    )
  })

  it('that is silent for too long is ended', () =>
    inFrontOf(
      startEcho(),
      async ({ mint, port }) => {
        const options = { headers: { authorization: `Bearer ${await mint()}` } }
        const socket = new WebSocket(`ws://127.0.0.1:${port}/flows/f-1/socket`, options)
        await onceEvent(socket, 'open')
        await onceEvent(socket, 'close')
      },
      { limits: { idleMs: 100 } },
    ))
})

/** Everything that comes back until the other side is done. */
function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request, 'latin1')
  return text(socket)
}

async function firstData(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  const [data] = (await onceEvent(socket, 'data')) as [Buffer]
  socket.destroy()
  return data.toString()
}
