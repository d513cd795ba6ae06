import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createTokenService } from '@hallpass/core'
import type { PassAnswer } from '@hallpass/http'
import { storeFromUrl } from 'hallpass'
import { describe, expect, it } from 'vitest'
import { runExchange } from '../../packages/cli/src/gate/proxy/exchange.js'
import { startGateProcess } from './gate-process.js'
import { flow, once } from './scopes.js'
import { startApp, startBytes, startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, withGate } from './world.js'

const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n'
const SIZED = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTrailer: X-Sum\r\n\r\nok'
const FINE = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine'

const GET = (token: string) => raw('GET', '/flows/f-1', [bearer(token), 'Connection: close'])
const HEAD = (token: string) => raw('HEAD', '/flows/f-1', [bearer(token), 'Connection: close'])
const OLD = (token: string) => `GET /flows/f-1 HTTP/1.0\r\nHost: app\r\n${bearer(token)}\r\n\r\n`
const UPGRADE = (token: string) =>
  raw('GET', '/flows/f-1/socket', [
    ...[bearer(token), 'Connection: Upgrade', 'Upgrade: websocket'],
    ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  ])

const ANNOUNCED = /^trailer:/im

/** What comes back where the upstream answers so, each time in a connection of its own; and what comes back after it. */
async function answersOf(answer: string, ask: (token: string) => string): Promise<readonly [string, string]> {
  const answers = [answer, FINE]
  const upstream = startBytes((got, socket) => void (isAsked(got) && socket.end(answers.shift() ?? '', 'latin1')))
  const came: string[] = []
  await withUpstream(upstream, ({ url }) =>
    withGate({ mode: 'proxy', upstream: url }, async ({ mint, port }) => {
      const token = await mint()
      for (const request of [ask(token), GET(token)]) came.push(await exchange(port, request))
    }),
  )
  return came as unknown as readonly [string, string]
}

/** Whether a request without a body is whole. */
function isAsked(got: string): boolean {
  return got.endsWith('\r\n\r\n')
}

/** All that comes back until the other side is done; `broken` where it breaks off, or where nothing more comes. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.setTimeout(30_000, () => socket.destroy(new Error('silent')))
  socket.write(request, 'latin1')
  return text(socket).catch(() => 'broken')
}

describe('trailers of a response', () => {
  it('come to a client that reads chunks', async () => {
    const [came] = await answersOf(CHUNKED, GET)
    expect(came).toMatch(/^trailer: X-Sum\r$/im)
    expect(came).toMatch(/\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n$/)
  })

  it('come behind a body that is empty', async () => {
    const [came] = await answersOf(CHUNKED.replace('2\r\nok\r\n', ''), GET)
    expect(came).toMatch(/\r\n\r\n0\r\nX-Sum: 7\r\n\r\n$/)
  })

  it.each([
    ['a client of HTTP/1.0', CHUNKED, OLD, 200, 'ok'],
    [
      'a client of HTTP/1.0 that names chunks',
      CHUNKED,
      (token: string) => OLD(token).replace('Host', 'TE: chunked\r\nHost'),
      200,
      'ok',
    ],
    ['a body of a length', SIZED, GET, 200, 'ok'],
    ['a HEAD', CHUNKED.replace(/(?<=\r\n\r\n).*/s, ''), HEAD, 200, ''],
    ['a HEAD with a length', SIZED.replace(/ok$/, ''), HEAD, 200, ''],
    ['a 204', 'HTTP/1.1 204 No Content\r\nTrailer: X-Sum\r\n\r\n', GET, 204, ''],
    ['a 304', 'HTTP/1.1 304 Not Modified\r\nTrailer: X-Sum\r\n\r\n', GET, 304, ''],
    ['an upgrade that is not granted', CHUNKED, UPGRADE, 200, 'ok'],
  ])('are not announced to %s', async (_, answer, ask, status, body) => {
    const [came, after] = await answersOf(answer, ask)
    expect(came).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(came).toContain(body)
    expect(came).not.toMatch(ANNOUNCED)
    expect(after).toMatch(/fine$/)
  })
})

describe('a Trailer line of a request', () => {
  it.each([
    ['goes on where the body comes in chunks', ['Transfer-Encoding: chunked'], '1\r\na\r\n0\r\n\r\n', true],
    ['is dropped where the body has a length', ['Content-Length: 1'], 'a', false],
    ['is dropped where there is no body', [], '', false],
  ])('%s', (_, lines, body, goesOn) =>
    withUpstream(startRecorder(), ({ url, got }) =>
      withGate({ mode: 'proxy', upstream: url }, async ({ service, send }) => {
        const { token } = await service.mint(once, { resourceId: 'a' })
        const all = [bearer(token), 'Trailer: X-Sum', ...lines]
        expect(await send(raw('POST', '/once/a', all) + body)).toMatchObject({ status: 200 })
        expect(ANNOUNCED.test(got())).toBe(goesOn)
      }),
    ),
  )

  it('is dropped from an upgrade', () =>
    withUpstream(startRecorder(), ({ url, got }) =>
      withGate({ mode: 'proxy', upstream: url }, async ({ mint, port }) => {
        const request = UPGRADE(await mint()).replace('Host', 'Trailer: X-Sum\r\nHost')
        expect(await exchange(port, request)).toMatch(/^HTTP\/1\.1 200 /)
        expect(got()).not.toMatch(ANNOUNCED)
      }),
    ))
})

describe('an answer of the upstream that is none', () => {
  const OF_NO_STATUS = ['000', '001', '099', '101'].map(
    (status) => `HTTP/1.1 ${status} x\r\nContent-Length: 2\r\n\r\nok`,
  )
  const BROKEN = [
    'HTTP/1.1 1000 x\r\n\r\n',
    'HTTP/1.1 -20 x\r\n\r\n',
    'HTTP/1.1 102 x\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3),
    'ICY 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nX-A: a\x7fb\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nX A: a\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok',
  ]

  it.each([...OF_NO_STATUS, ...BROKEN])(
    'is a 502 to requests and upgrades, and the gate goes on: %j',
    async (answer) => {
      for (const ask of [GET, OLD, HEAD, UPGRADE]) {
        const [came, after] = await answersOf(answer, ask)
        expect(came.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/gm, '')).toMatch(/^HTTP\/1\.1 502 /)
        expect(after).toMatch(/fine$/)
      }
    },
  )

  it.each([
    ['an upgrade that nobody asked for', 'HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', GET],
    ['an upgrade without a protocol', 'HTTP/1.1 101 x\r\n\r\n', UPGRADE],
  ])('is a 502 where it is %s', async (_, answer, ask) => {
    const [came, after] = await answersOf(answer, ask)
    expect(came).toMatch(/^HTTP\/1\.1 502 /)
    expect(after).toMatch(/fine$/)
  })
})

describe('an answer of the upstream that goes wrong behind its head', () => {
  it.each([
    ['other bytes behind the body', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHELLO\r\n\r\n'],
    ['a second answer', `${FINE}${FINE}`],
    ['a chunk of no length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n\r\n'],
    ['a trailer with a zero byte', CHUNKED.replace('7', '\0')],
    ['a trailer of no name', CHUNKED.replace('X-Sum: 7', ': 7')],
    ['a trailer that says a length', CHUNKED.replace('X-Sum: 7', 'Content-Length: 5')],
    ['bytes behind an answer without a body', 'HTTP/1.1 304 x\r\nContent-Length: 2\r\n\r\nok'],
  ])('is not answered again, and the gate goes on: %s', async (_, answer) => {
    for (const ask of [GET, OLD, HEAD, UPGRADE]) {
      const [came, after] = await answersOf(answer, ask)
      expect(came.match(/HTTP\/1\.1 /g) ?? []).toHaveLength(came === 'broken' ? 0 : 1)
      expect(came).not.toContain('HTTP/1.1 502')
      expect(after).toMatch(/fine$/)
    }
  })
})

it('what nobody foresaw ends its own exchange, and nothing else', () =>
  withUpstream(startRecorder(), ({ url }) => {
    const results: string[] = []
    const front = startApp((incoming, response) => {
      response.flushHeaders = () => {
        throw new Error('unforeseen')
      }
      const pass = { kind: 'pass', headers: {}, vary: '' } as unknown as PassAnswer
      const exchanged = { request: incoming, response, outgoing: request(url, { agent: false }), pass }
      void runExchange({ ...exchanged, passesTrailer: () => true }).then(({ result }) => results.push(result))
    })
    return withUpstream(front, async ({ url: place }) => {
      for (const count of [1, 2]) {
        expect(await exchange(Number(new URL(place).port), raw('GET', '/'))).not.toMatch(/^HTTP/)
        expect(results).toHaveLength(count)
      }
      expect(results).toEqual(['broken', 'broken'])
    })
  }))

it('no answer of the upstream ends the process of the gate', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-strange-'))
  const store = `file:${join(folder, 'tokens')}`
  const service = createTokenService({ scopes: [flow], store: await storeFromUrl(store) })
  const { token } = await service.mint(flow, { resourceId: 'f-1' })
  const answers = [CHUNKED, SIZED, 'HTTP/1.1 304 x\r\nTrailer: X-Sum\r\n\r\n', 'HTTP/1.1 099 x\r\n\r\n', FINE]
  const upstream = startBytes((got, socket) => void (isAsked(got) && socket.end(answers.shift() ?? '')))
  await withUpstream(upstream, async ({ url }) => {
    const gate = await startGateProcess({ words: ['--mode', 'proxy', '--upstream', url], store })
    try {
      const port = Number(gate.url.port)
      const statuses = []
      for (const ask of [OLD, GET, GET, OLD, GET]) statuses.push((await exchange(port, ask(token))).slice(9, 12))
      expect(statuses).toEqual(['200', '200', '304', '502', '200'])
    } finally {
      gate.child.kill('SIGKILL')
      await gate.ended
      await service.close()
      rmSync(folder, { recursive: true })
    }
  })
})
