import { once as onceEvent } from 'node:events'
import { request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startGateProcess } from './gate-process.js'
import { askUntilToldToGo } from './load.js'
import { startApp, withUpstream } from './upstreams.js'
import { bearer, raw, withGate } from './world.js'

const slowApp = () => startApp((_, res) => void setTimeout(() => res.end('ok'), Math.random() * 5))

describe('a gate that stops', () => {
  it('loses no request of the connections that it accepted', () =>
    withUpstream(slowApp(), ({ url: upstream }) =>
      // Node tells clients whole seconds, and none would be "do not come again".
      withGate(
        { mode: 'proxy', upstream, limits: { keepAliveMs: 2000, stopMs: 20_000 } },
        async ({ gate, mint, url }) => {
          const token = await mint()
          let started = 0
          const clients = Array.from({ length: 20 }, () =>
            askUntilToldToGo(new URL('/flows/f-1', url), token, () => void started++),
          )
          await expect.poll(() => started, { timeout: 20_000 }).toBe(clients.length)
          await gate.stop()
          const fates = await Promise.all(clients)
          expect(fates.flatMap(({ lost }) => lost)).toEqual([])
          expect(Math.min(...fates.map(({ answered }) => answered))).toBeGreaterThan(0)
        },
      ),
    ))

  it('answers what is under way, tells the client to go, and takes no more connections', () => {
    const waiting: ServerResponse[] = []
    return withUpstream(
      startApp((_, res) => void waiting.push(res)),
      ({ url: upstream }) =>
        withGate({ mode: 'proxy', upstream }, async ({ gate, mint, url, port, admin }) => {
          const headers = { authorization: `Bearer ${await mint()}` }
          const sent = request(new URL('/flows/f-1', url), { headers }).end()
          await expect.poll(() => waiting.length).toBe(1)
          const stopped = gate.stop()
          expect((await fetch(new URL('/readyz', admin))).status).toBe(503)
          expect((await fetch(new URL('/healthz', admin))).status).toBe(200)
          await expect(onceEvent(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
          waiting[0]?.end('done')
          const [response] = await onceEvent(sent, 'response')
          expect([response.statusCode, response.headers.connection]).toEqual([200, 'close'])
          response.resume()
          await stopped
        }),
    )
  })

  it('answers a request that comes on an idle connection', () =>
    withUpstream(slowApp(), ({ url: upstream }) =>
      withGate({ mode: 'proxy', upstream, limits: { keepAliveMs: 1000 } }, async ({ gate, mint, port }) => {
        const line = bearer(await mint())
        const socket = connect(port, '127.0.0.1').setEncoding('latin1')
        socket.write(raw('GET', '/flows/f-1', [line]))
        await onceEvent(socket, 'data')
        const stopped = gate.stop()
        socket.write(raw('GET', '/flows/f-1', [line]))
        expect(String(await onceEvent(socket, 'data'))).toMatch(/^HTTP\/1\.1 200 .*connection: close/is)
        await stopped
      }),
    ))

  it('answers both of two requests that came at once on one connection', () => {
    const waiting: ServerResponse[] = []
    return withUpstream(
      startApp((_, res) => void waiting.push(res)),
      ({ url: upstream }) =>
        withGate({ mode: 'proxy', upstream }, async ({ gate, mint, port }) => {
          const one = raw('GET', '/flows/f-1', [bearer(await mint())])
          const socket = connect(port, '127.0.0.1').setEncoding('latin1')
          const came = text(socket)
          socket.write(one + one)
          await expect.poll(() => waiting.length).toBe(2)
          const stopped = gate.stop()
          for (const response of waiting) response.end('done')
          expect((await came).match(/HTTP\/1\.1 200|connection: close/gi)).toHaveLength(3)
          await stopped
        }),
    )
  })

  it('cuts what is left when the time is up: requests, sockets, and connections that say nothing', () => {
    const sockets = new WebSocketServer({ noServer: true })
    const app = startApp(
      () => undefined,
      (server) =>
        server.on('upgrade', (req, socket, head) => sockets.handleUpgrade(req, socket, head, () => undefined)),
    )
    return withUpstream(app, ({ url: upstream }) =>
      withGate({ mode: 'proxy', upstream, limits: { stopMs: 150 } }, async ({ gate, mint, url, port }) => {
        const headers = { authorization: `Bearer ${await mint()}` }
        const left = [onceEvent(request(new URL('/flows/f-1', url), { headers }).end(), 'error')]
        const socket = new WebSocket(`ws://127.0.0.1:${port}/flows/f-1/socket`, { headers })
        await onceEvent(socket, 'open')
        const silent = connect(port, '127.0.0.1').on('error', () => {})
        await onceEvent(silent, 'connect')
        left.push(onceEvent(socket, 'close'), onceEvent(silent, 'close'))
        await Promise.all([gate.stop(), gate.stop(), ...left])
      }),
    )
  })
})

describe('a process of a gate', () => {
  it.each([
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGINT'],
  ] as const)(
    'waits after a %s for what is under way, and ends at once by a second signal, %s',
    async (first, second) => {
      const gate = await startGateProcess({
        words: ['--mode', 'proxy', '--upstream', 'unix:/nowhere/app.sock'],
        store: 'memory:',
      })
      const silent = connect(Number(gate.url.port), '127.0.0.1').on('error', () => {})
      try {
        await onceEvent(silent, 'connect')
        // Said and not done: a request that is begun keeps its connection.
        silent.write('GET /flows/f-1 HTTP/1.1\r\n')
        gate.child.kill(first)
        await expect.poll(() => gate.written()).toContain('"msg":"stopping"')
        gate.child.kill(second)
        await gate.ended
        expect(gate.child.signalCode).toBe(second)
        expect(gate.written()).not.toContain('"msg":"stopped"')
      } finally {
        silent.destroy()
        gate.child.kill('SIGKILL')
      }
    },
  )
})
