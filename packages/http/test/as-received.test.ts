import { once } from 'node:events'
import { createServer, IncomingMessage, type RequestListener } from 'node:http'
import { connect, createServer as createServer2, type Http2ServerRequest } from 'node:http2'
import { type AddressInfo, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { asReceived, createAuthentication, type Received } from '../src/index.js'
import { createService } from './services.js'

createAuthentication(createService().service)

/** What is known of a request by the time that a middleware has changed it. */
async function receivedBehind(change: (request: IncomingMessage) => void): Promise<Received | undefined> {
  let received: Received | undefined
  const listener: RequestListener = (request, response) => {
    change(request)
    received = asReceived(request)
    response.end()
  }
  const server = createServer(listener).listen(0)
  await once(server, 'listening')
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`, { method: 'POST' })
  server.close()
  return received
}

describe('method and target as they were received', () => {
  it('F8 are known behind a middleware that changed them without a trace', async () => {
    const received = await receivedBehind((request) => {
      request.method = 'DELETE'
      request.url = '/other'
    })
    expect(received).toEqual({ method: 'POST', target: '/a?b=c' })
  })

  it('are not known of a request that no server made', () => {
    const request = new IncomingMessage(new Socket())
    request.method = 'GET'
    request.url = '/'
    expect(asReceived(request)).toBeUndefined()
  })

  it('F8 are not read from the values of headers, which anybody can send', () => {
    const request = {
      method: 'GET',
      url: '/',
      rawHeaders: ['X-A', ':method', 'DELETE', 'x', 'X-B', ':path', 'other', 'x'],
    }
    expect(asReceived(request)).toBeUndefined()
  })

  it('are read from the pseudo headers over HTTP/2', async () => {
    const server = createServer2((request: Http2ServerRequest, response) => {
      Object.assign(request, { method: 'DELETE', url: '/other' })
      response.end(JSON.stringify(asReceived(request)))
    }).listen(0)
    await once(server, 'listening')
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = client.request({ ':method': 'get', ':path': '/a?b' }).setEncoding('utf8')
    const [body] = (await once(stream, 'data')) as [string]
    client.close()
    server.close()
    expect(JSON.parse(body)).toEqual({ method: 'get', target: '/a?b' })
  })
})
