import { createHash, randomBytes } from 'node:crypto'
import { once as onceEvent } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { once } from './scopes.js'
import { startApp, startBytes, startRecorder, type Upstream, withUpstream } from './upstreams.js'
import { bearer, raw, statusOf, type World, type WorldOptions, withGate } from './world.js'

const inFrontOf = (
  starting: Promise<Upstream>,
  test: (world: World) => Promise<void>,
  options: Partial<WorldOptions> = {},
) => withUpstream(starting, ({ url }) => withGate({ mode: 'proxy', upstream: url, ...options } as WorldOptions, test))

describe('a response', () => {
  it.each([
    ['of a HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n', 200],
    ['without content', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n', 204],
    ['that nothing changed', 'GET', 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 9\r\n\r\n', 304],
    ['of a status that nobody knows', 'GET', 'HTTP/1.1 299 Yes\r\nContent-Length: 2\r\n\r\nok', 299],
    ['that ends with its connection', 'GET', 'HTTP/1.0 200 OK\r\n\r\nok', 200],
    [
      'after an early hint',
      'GET',
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      200,
    ],
  ])('%s comes through', (_, method, text, status) =>
    inFrontOf(
      startBytes((got, socket) => void (got.endsWith('\r\n\r\n') && socket.end(text))),
      async ({ mint, send }) => {
        const answer = await send(raw(method, '/flows/f-1', [bearer(await mint())]))
        expect(answer).toMatchObject({ status, body: text.endsWith('ok') ? 'ok' : '' })
        for (const line of text.match(/^(ETag|Content-Length: 17).*$/gm) ?? [])
          expect(answer).toHaveProperty('head', expect.stringContaining(line.trim()))
      },
    ),
  )

  it('comes with its lines in their order, twice where they are twice, without what is between neighbours', () => {
    const lines = [
      'Set-Cookie: a=1',
      'x-a: 1',
      'Set-Cookie: b=2',
      'X-A: 2',
      'Vary: Accept',
      'Cache-Control: max-age=1',
      'Date: today',
    ]
    const hop = ['Connection: x-hop, keep-alive', 'X-Hop: evil', 'Keep-Alive: timeout=999', 'Proxy-Authenticate: evil']
    const text = ['HTTP/1.1 200 Fine', ...lines, ...hop, 'Content-Length: 0', '', ''].join('\r\n')
    return inFrontOf(
      startBytes((_, socket) => void socket.end(text)),
      async ({ mint, send }) => {
        const answer = await send(raw('GET', '/flows/f-1', [bearer(await mint())]))
        const head = answer === 'closed' ? '' : answer.head
        expect(head).toMatch(/^HTTP\/1\.1 200 Fine\r\n/)
        expect(head).not.toMatch(/evil|999/)
        expect(head).toMatch(/Set-Cookie: a=1\r\nSet-Cookie: b=2/)
        expect(head).toMatch(/cache-control: max-age=1/i)
        expect(head).toMatch(/vary: authorization, x-hallpass-token/i)
        expect(head.match(/^date:/gim)).toHaveLength(1)
      },
    )
  })

  it('starts with no-store where the upstream says nothing of caching', () =>
    inFrontOf(startRecorder(), async ({ mint, send }) => {
      const answer = await send(raw('GET', '/flows/f-1', [bearer(await mint())]))
      expect(answer).toHaveProperty('head', expect.stringMatching(/^cache-control: no-store\r$/im))
    }))

  it.each([
    ['that breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
    ['that breaks off in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf'],
  ])('%s does not look whole', (_, text) =>
    inFrontOf(
      startBytes((_got, socket) => void socket.end(text)),
      async ({ mint, send }) => {
        expect(await send(raw('GET', '/flows/f-1', [bearer(await mint())]))).toBe('closed')
      },
    ),
  )

  it('that breaks off does not look whole to a client of HTTP/1.0, which reads to the end of the connection', () => {
    let breakOff = () => {}
    const starting = startBytes((got, socket) => {
      if (!got.endsWith('\r\n\r\n')) return
      breakOff = () => void socket.end()
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n')
    })
    return inFrontOf(starting, async ({ mint, port }) => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      socket.on('data', (data) => String(data).includes('half') && breakOff())
      socket.write(raw('GET', '/flows/f-1', [bearer(await mint())]).replace('HTTP/1.1', 'HTTP/1.0'))
      await expect(onceEvent(socket, 'end')).rejects.toThrow('ECONNRESET')
    })
  })

  it.each([
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
    ['has a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok'],
    ['is none', 'hello\r\n\r\n'],
    ['has no status', 'HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nok'],
    ['is an upgrade that nobody asked for', 'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['is the end of the connection', ''],
  ])('is a 502 where that of the upstream %s', (_, text) =>
    inFrontOf(
      startBytes((_got, socket) => void socket.end(text)),
      async ({ mint, send, admin }) => {
        const answer = await send(raw('GET', '/flows/f-1', [bearer(await mint())]))
        expect(answer).toMatchObject({ status: 502, body: expect.stringContaining('"code":"upstream_unreachable"') })
        expect(await (await fetch(new URL('/metrics', admin))).text()).toMatch(
          /upstream_total\{result="unreachable"\} 1/,
        )
      },
    ),
  )

  it('is a 502 where nobody is there, and a 504 where nobody answers', async () => {
    await withGate({ mode: 'proxy', upstream: 'unix:/nowhere/app.sock' }, async ({ mint, send }) => {
      expect(statusOf(await send(raw('GET', '/flows/f-1', [bearer(await mint())])))).toBe(502)
    })
    const limits = { upstreamMs: 50 }
    await inFrontOf(
      startBytes(() => {}),
      async ({ mint, send }) => {
        const answer = await send(raw('GET', '/flows/f-1', [bearer(await mint())]))
        expect(answer).toMatchObject({ status: 504, body: expect.stringContaining('"code":"upstream_timeout"') })
      },
      { limits },
    )
  })
})

describe('a body', () => {
  const echo = () =>
    startApp((req, res) => {
      const hash = createHash('sha256')
      req.on('data', (chunk) => hash.update(chunk))
      req.on('end', () =>
        res.end(`${hash.digest('hex')} ${req.headers['content-length']} ${JSON.stringify(req.trailers)}`),
      )
    })

  it.each([
    ['of a length', true],
    ['in chunks', false],
  ])('%s comes through, all of it', (_, sized) =>
    inFrontOf(echo(), async ({ mint, url }) => {
      const body = randomBytes(3_000_000)
      const headers = { authorization: `Bearer ${await mint()}`, ...(sized && { 'content-length': body.length }) }
      const sent = request(new URL('/flows/f-1', url), { method: 'PUT', headers, agent: false })
      for (let at = 0; at < body.length; at += 500_000) sent.write(body.subarray(at, at + 500_000))
      const text = await textOf(sent)
      expect(text).toContain(createHash('sha256').update(body).digest('hex'))
      expect(text).toContain(sized ? ' 3000000 ' : ' undefined ')
    }),
  )

  it('brings its trailers, but none that a header could not be', () =>
    inFrontOf(echo(), async ({ mint, send }) => {
      const lines = [bearer(await mint()), 'Transfer-Encoding: chunked', 'Trailer: X-Sum']
      const trailers = [
        'X-Sum: 7',
        'X-Hallpass-Token-Id: evil',
        'X_Forwarded_For: evil',
        'X.Hallpass.Scope: evil',
        'Authorization: evil',
      ]
      const text = `${raw('PUT', '/flows/f-1', lines)}2\r\nhi\r\n0\r\n${trailers.join('\r\n')}\r\n\r\n`
      const answer = await send(text)
      expect(answer).toMatchObject({ status: 200, body: expect.stringMatching(/ \{"x-sum":"7"\}$/) })
    }))

  it('and a response come no faster than they are taken', () => {
    let sent = 0
    const flood = startApp((_, res) => {
      const more = () => {
        while (sent < 200_000_000 && res.write(Buffer.alloc(65_536))) sent += 65_536
      }
      res.on('drain', more)
      more()
    })
    return inFrontOf(flood, async ({ mint, url }) => {
      const headers = { authorization: `Bearer ${await mint()}` }
      const asked = request(new URL('/flows/f-1', url), { headers, agent: false }).end()
      const [response] = (await onceEvent(asked, 'response')) as [IncomingMessage]
      response.pause()
      let last = -1
      while (sent !== last) {
        last = sent
        await delay(100)
      }
      expect(sent).toBeLessThan(30_000_000)
      response.destroy()
    })
  })

  it('is asked for only once the token is looked at and the upstream wants it', () =>
    inFrontOf(startRecorder(), async ({ mint, port }) => {
      const head = (line: string) => raw('PUT', '/flows/f-1', [line, 'Content-Length: 2', 'Expect: 100-continue'])
      expect(await firstLine(port, head('X-None: 1'))).toBe('HTTP/1.1 401 Unauthorized')
      const app = startApp((_, res) => void res.end())
      await inFrontOf(app, async (world) => {
        expect(await firstLine(world.port, head(bearer(await world.mint())))).toBe('HTTP/1.1 100 Continue')
      })
      expect(await firstLine(port, head(bearer(await mint())).replace('100-continue', 'tea'))).toBe(
        'HTTP/1.1 417 Expectation Failed',
      )
    }))
})

describe('requests within requests', () => {
  const HIDDEN = 'GET /flows/evil HTTP/1.1\r\nHost: app\r\n\r\n'

  it.each([
    ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`],
    ['two lengths', ['Content-Length: 0', `Content-Length: ${HIDDEN.length}`], HIDDEN],
    ['two lengths in a line', [`Content-Length: 0, ${HIDDEN.length}`], HIDDEN],
    ['a signed length', [`Content-Length: +${HIDDEN.length}`], HIDDEN],
    ['a length with zeros before it', [`Content-Length: 00${HIDDEN.length}`], HIDDEN],
    ['a length that is no number elsewhere', ['Content-Length: 9223372036854775808'], ''],
    ['a coding that is not chunked', ['Transfer-Encoding: gzip, chunked'], `0\r\n\r\n${HIDDEN}`],
    ['chunked twice', ['Transfer-Encoding: chunked, chunked'], `0\r\n\r\n${HIDDEN}`],
    ['chunked, and then not', ['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${HIDDEN}`],
    ['a vertical tab before chunked', ['Transfer-Encoding: \vchunked'], `0\r\n\r\n${HIDDEN}`],
    ['a space before the colon', ['Transfer-Encoding : chunked'], `0\r\n\r\n${HIDDEN}`],
    ['a folded line', ['X-A: b\r\n Transfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`],
    ['a bare line feed', ['X-A: b\nTransfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`],
    ['two hosts', ['Host: other'], ''],
  ])('are refused: %s', (_, lines, body) =>
    withUpstream(startRecorder(), ({ url, got }) =>
      withGate({ mode: 'proxy', upstream: url }, async ({ mint, send }) => {
        const status = statusOf(await send(raw('PUT', '/flows/f-1', [bearer(await mint()), ...lines]) + body))
        expect(status).toBe(400)
        expect(got()).toBe('')
      }),
    ),
  )

  it('never share a connection to the upstream', () => {
    let connections = 0
    const app = startApp(
      (_, res) => void res.end('ok'),
      (server) => server.on('connection', () => void connections++),
    )
    return inFrontOf(app, async ({ mint, send }) => {
      const one = raw('GET', '/flows/f-1', [bearer(await mint())])
      for (let count = 0; count < 3; count++) await send(one)
      expect(connections).toBe(3)
    })
  })
})

describe('who leaves', () => {
  it('as a client takes the upstream along, before its answer and after', async () => {
    let left = 0
    const app = startApp((req, res) => {
      res.on('close', () => void left++)
      if (req.method === 'GET') res.write('half')
    })
    await inFrontOf(app, async ({ mint, port, admin }) => {
      for (const method of ['GET', 'HEAD']) {
        const socket = connect(port, '127.0.0.1').on('error', () => undefined)
        socket.write(raw(method, '/flows/f-1', [bearer(await mint())]))
        await expect
          .poll(async () => (await (await fetch(new URL('/metrics', admin))).text()).includes('in_flight 1'))
          .toBe(true)
        if (method === 'GET') await onceEvent(socket, 'data')
        socket.destroy()
        await expect.poll(() => left).toBe(method === 'GET' ? 1 : 2)
      }
      const metrics = await (await fetch(new URL('/metrics', admin))).text()
      expect(metrics).toMatch(/upstream_total\{result="client_left"\} 2/)
    })
  })

  it('as an upstream while the body still comes is answered for', () =>
    inFrontOf(
      startBytes(
        (_, socket) => void socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
      ),
      async ({ mint, url }) => {
        const headers = { authorization: `Bearer ${await mint()}` }
        const sent = request(new URL('/flows/f-1', url), { method: 'PUT', headers, agent: false })
        sent.on('error', () => undefined)
        sent.write(Buffer.alloc(100_000))
        const [response] = (await onceEvent(sent, 'response')) as [IncomingMessage]
        expect(response.statusCode).toBe(413)
        sent.destroy()
      },
    ))
})

describe('a use', () => {
  it.each([
    ['before', 500, 0],
    ['before', 200, 0],
    ['on-success', 200, 0],
    ['on-success', 404, 0],
    ['on-success', 500, 1],
    ['on-success', 0, 1],
  ] as const)('with spend %s and a %i of the upstream leaves %i', (spend, status, left) => {
    const upstream = startBytes((_, socket) => {
      socket.end(status === 0 ? '' : `HTTP/1.1 ${status} x\r\nContent-Length: 2\r\n\r\nok`)
    })
    return inFrontOf(
      upstream,
      async ({ service, send }) => {
        const { token, id } = await service.mint(once, { resourceId: 'a' })
        const answer = await send(raw('POST', '/once/a', [bearer(token), 'Content-Length: 0']))
        expect(statusOf(answer)).toBe(status || 502)
        await expect.poll(async () => (await service.get(id))?.usesLeft).toBe(left)
      },
      { spend } as Partial<WorldOptions>,
    )
  })

  it('is not taken by what is refused', () =>
    inFrontOf(startRecorder(), async ({ service, send }) => {
      const { token, id } = await service.mint(once, { resourceId: 'a' })
      for (const target of ['/once/b', '/once/a;x', '/once/%61', '/once/a/'])
        expect(statusOf(await send(raw('POST', target, [bearer(token), 'Content-Length: 0'])))).toBe(403)
      expect((await service.get(id))?.usesLeft).toBe(1)
    }))
})

async function textOf(sent: ReturnType<typeof request>): Promise<string> {
  const [response] = (await onceEvent(sent.end(), 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}

async function firstLine(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  const [data] = (await onceEvent(socket, 'data')) as [Buffer]
  socket.destroy()
  return data.toString().split('\r\n', 1)[0] ?? ''
}
