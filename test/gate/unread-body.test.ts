import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { GateOptions } from 'hallpass'
import { describe, expect, it } from 'vitest'
import { startBytes, startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, withGate } from './world.js'

const LARGE = ['Content-Length: 1000000']

/** What comes back until the gate ends the connection, to a client that sends a byte now and then and never all. */
async function dripped(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  let came = ''
  socket.on('data', (more) => {
    came += more
  })
  socket.write(head, 'latin1')
  const drip = setInterval(() => socket.write('1'), 100)
  await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve))
  clearInterval(drip)
  return came
}

const proxy = (url: string): GateOptions => ({ mode: 'proxy', upstream: url })

/** An upstream that answers before it has the body. */
const startHasty = () =>
  startBytes(
    (got, socket) => void (got.includes('\r\n\r\n') && socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')),
  )

describe('a request that is answered while its body still comes', () => {
  const within = { timeout: 60_000 }

  it('holds its connection for a moment only where it is refused', within, () =>
    withGate(proxy('unix:/nowhere/app.sock'), async ({ mint, port, admin }) => {
      const token = bearer(await mint())
      const cases: readonly (readonly [string, number])[] = [
        [raw('POST', '/x', LARGE), 401],
        [`${raw('POST', '/x', ['Transfer-Encoding: chunked'])}f4240\r\n`, 401],
        [raw('HEAD', '/x', LARGE), 401],
        [raw('POST', '/x', [token, ...LARGE]), 403],
        [raw('POST', '/x', ['Host: other', ...LARGE]), 400],
        [raw('POST', '/x', ['Expect: 100-continue', ...LARGE]), 401],
        [raw('POST', '/x', ['Expect: tea', ...LARGE]), 417],
        [raw('PUT', '/flows/f-1', [token, ...LARGE]), 502],
      ]
      await Promise.all(
        cases.map(async ([head, status]) => {
          const came = await dripped(port, head)
          expect(came).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
          expect(came).toMatch(/^connection: close\r$/im)
          expect(came.endsWith('}')).toBe(!head.startsWith('HEAD'))
        }),
      )
      await expect.poll(async () => (await fetch(new URL('/metrics', admin))).text()).toMatch(/in_flight 0/)
    }),
  )

  it('holds its connection for a moment only where a proxy asks', within, () =>
    withGate({ mode: 'forward-auth', dialect: 'nginx', trustedPeers: ['127.0.0.1'] }, async ({ port }) => {
      expect(await dripped(port, raw('GET', '/', LARGE))).toMatch(/^HTTP\/1\.1 403 /)
    }),
  )

  it('holds its connection for a moment only where the upstream wants no more of it', within, () =>
    withUpstream(startHasty(), ({ url }) =>
      withGate(proxy(url), async ({ mint, port }) => {
        expect(await dripped(port, raw('PUT', '/flows/f-1', [bearer(await mint()), ...LARGE]))).toMatch(/ok$/)
      }),
    ),
  )

  it('has its answer read by a client that sends everything first', () =>
    withGate(proxy('unix:/nowhere/app.sock'), async ({ port }) => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1').pause()
      const head = raw('POST', '/x', LARGE)
      await new Promise<void>((resolve) => void socket.write(head + 'a'.repeat(1_000_000), () => resolve()))
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 .*\}$/s)
    }))
})

it('a request without a body that is refused leaves its connection open', () =>
  withGate(proxy('unix:/nowhere/app.sock'), async ({ port }) => {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    socket.write(raw('GET', '/x', ['Host: other']) + raw('GET', '/x', ['Connection: close']))
    expect((await text(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 401'])
  }))

it('what comes behind a request whose refusal ends the connection is not looked at', () =>
  withUpstream(startRecorder(), ({ url, got }) =>
    withGate(proxy(url), async ({ mint, port, logged }) => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      const came = text(socket)
      socket.write(`${raw('POST', '/x', ['Content-Length: 2'])}a`)
      await expect.poll(logged).toContain('/x')
      socket.write(`b${raw('GET', '/flows/f-1', [bearer(await mint())])}`)
      expect((await came).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
      expect(got()).toBe('')
      expect(logged()).not.toContain('/flows')
    }),
  ))
