import { once } from 'node:events'
import {
  connect,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { aimAt } from './aim.js'
import { KOA } from './apps/koa-variants.js'
import { createLedger, type Entry, type Ledger } from './ledger.js'
import { behindAuthenticate, behindGuard } from './run/behind.js'
import { armed, type Case } from './run/run-cases.js'
import { createTokens } from './tokens.js'

type Application = (ledger: Ledger) => ReturnType<typeof KOA.guarded>

/** Requests that HTTP/1 has no way to write, with what becomes of them. */
const METHODS = ['GET', 'get', 'Get', 'gEt', 'POST', 'HEAD', 'FOO']
const PATHS = ['/api/flows/MINE', '/api/flows/MINE\u00a0', '/api/flows/MINE\u00e9', '/docs/MINE\u00a0', '/docs/MINE']

describe('Koa over HTTP/2', () => {
  const cases = async () => {
    const tokens = createTokens()
    const aims = METHODS.flatMap((method) => PATHS.map((path) => ({ ...aimAt(path), method })))
    return { service: tokens.service, all: await armed(aims, tokens) }
  }
  const canonical = METHODS.flatMap((method) => PATHS.map((path) => method === 'GET' && !/[^!-~]/.test(path)))

  it('A6 guard opens the method and path that were declared, in that spelling only', async () => {
    const { service, all } = await cases()
    const entries = await exchange(all, behindGuard(KOA, service, all))
    expect(entries.map((entry) => entry?.ran.some((run) => run.token !== undefined) ?? false)).toEqual(canonical)
  })

  it('A6 authenticate opens the method and path that were declared, in that spelling only', async () => {
    const { service, all } = await cases()
    const entries = await exchange(all, behindAuthenticate(KOA, service))
    expect(entries.map((entry) => entry?.passedRoot ?? false)).toEqual(canonical)
  })

  it('sends methods in lower case, and bytes beyond ASCII, as far as the router', async () => {
    const { service, all } = await cases()
    const entries = await exchange(all, behindGuard(KOA, service, all))
    const dispatched = entries.filter((entry) => entry?.dispatched.some(({ route }) => route.endsWith('/:flowId')))
    expect(dispatched.map((entry) => entry?.method)).toEqual(expect.arrayContaining(['get', 'gEt']))
    expect(dispatched.map((entry) => entry?.target)).toEqual(expect.arrayContaining(['/api/flows/MINE\u00a0']))
  })
})

/** Sends every case on one connection, and tells what the application made of it. */
async function exchange(cases: readonly Case[], application: Application): Promise<readonly (Entry | undefined)[]> {
  const ledger = createLedger()
  const server = createServer(application(ledger) as unknown as Listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    await Promise.all(cases.map((one, index) => request(session, headersOf(one, index))))
    return cases.map((_, index) => ledger.at(index))
  } finally {
    session.close()
    await new Promise((resolve) => void server.close(resolve))
  }
}

/** Koa's callback takes requests of both protocols. */
type Listener = (request: Http2ServerRequest, response: Http2ServerResponse) => void

function headersOf({ method, target, token }: Case, index: number): OutgoingHttpHeaders {
  return { ':method': method, ':path': target, authorization: `Bearer ${token.text}`, 'x-case': index }
}

/** Resolves when the stream is over, whichever way. */
function request(session: ReturnType<typeof connect>, headers: OutgoingHttpHeaders): Promise<void> {
  return new Promise((resolve) => {
    const stream = session.request(headers)
    stream.on('error', () => resolve()).on('close', () => resolve())
    stream.resume().end()
  })
}
