import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startBytes, startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, withGate } from './world.js'

const inVersion = (version: string, request: string) => request.replace('HTTP/1.1', `HTTP/${version}`)
const HIDDEN = 'GET /flows/evil HTTP/1.0\r\n\r\n'
const WEBSOCKET = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']

/** All that comes back until the gate is done. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.write(request, 'latin1')
  return text(socket)
}

/** What a gate answers a token's request, and what its upstream got. */
async function asked(request: (token: string) => string, upstream = startRecorder()) {
  let came = ''
  let seen = ''
  await withUpstream(upstream, ({ url, got }) =>
    withGate({ mode: 'proxy', upstream: url }, async ({ mint, port }) => {
      came = await exchange(port, request(bearer(await mint())))
      seen = got()
    }),
  )
  return { came, seen }
}

describe('a client of HTTP/1.0', () => {
  it('is refused with chunks, which its version has none of, and nothing behind them is answered', async () => {
    const lines = ['Connection: keep-alive', 'Transfer-Encoding: chunked']
    const { came, seen } = await asked(
      (token) => `${inVersion('1.0', raw('PUT', '/flows/f-1', [token, ...lines]))}0\r\n\r\n${HIDDEN}`,
    )
    expect(came).toMatch(/^HTTP\/1\.1 400 /)
    expect(came).toMatch(/^connection: close\r$/im)
    expect(came.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(seen).toBe('')
  })

  it('expects nothing: its Expect goes nowhere', async () => {
    const lines = ['Expect: 100-continue', 'Content-Length: 2']
    const { came, seen } = await asked((token) => `${inVersion('1.0', raw('PUT', '/flows/f-1', [token, ...lines]))}hi`)
    expect(came).toMatch(/^HTTP\/1\.1 200 .*ok$/s)
    expect(seen).not.toMatch(/expect/i)
  })

  it('gets no 100 Continue that the upstream sends unasked', async () => {
    const answer = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    const upstream = startBytes((got, socket) => void (got.endsWith('\r\n\r\n') && socket.end(answer)))
    const starting = upstream.then((started) => ({ ...started, got: () => '' }))
    const { came } = await asked((token) => inVersion('1.0', raw('GET', '/flows/f-1', [token])), starting)
    expect(came).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('is not upgraded', async () => {
    const { came, seen } = await asked((token) =>
      inVersion('1.0', raw('GET', '/flows/f-1/socket', [token, ...WEBSOCKET])),
    )
    expect(came).toMatch(/^HTTP\/1\.1 400 /)
    expect(seen).toBe('')
  })
})

describe.each(['0.9', '2.0'])('a client that says HTTP/%s in text', (version) => {
  it.each([
    ['a request', [], 505],
    ['an upgrade', WEBSOCKET, 400],
  ])('is refused with %s', async (_, lines, status) => {
    const { came, seen } = await asked((token) =>
      inVersion(version, raw('GET', '/flows/f-1', [token, ...lines, ...(status === 505 ? ['Connection: close'] : [])])),
    )
    expect(came).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(seen).toBe('')
  })

  it('is refused where a proxy asks', () =>
    withGate({ mode: 'forward-auth', dialect: 'envoy', trustedPeers: ['127.0.0.1'] }, async ({ mint, port }) => {
      const request = raw('GET', '/flows/f-1', [bearer(await mint()), 'Connection: close'])
      expect(await exchange(port, inVersion(version, request))).toMatch(/^HTTP\/1\.1 505 /)
    }))
})
