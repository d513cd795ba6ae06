import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import type { NodeResponse } from '../../src/node-response.js'
import { type DecideOnStatus, holdBack } from '../../src/spending/hold-back.js'
import { bytesOf, INSTEAD, later, serving } from './served.js'

type Handler = (response: ServerResponse) => unknown

/** Ways to answer, each of which must look on the wire as if nothing stood in between. */
const HANDLERS: readonly (readonly [name: string, handler: Handler])[] = [
  ['a body at the end', (response) => response.end('hello')],
  ['no body', (response) => response.end()],
  ['an encoding and a callback', (response) => response.end('aGk=', 'base64', () => {})],
  ['an end that is a callback', (response) => response.end(() => {})],
  [
    'a status that is set',
    (response) => Object.assign(response.setHeader('x-a', '1'), { statusCode: 201 }).end('made'),
  ],
  ['a phrase', (response) => Object.assign(response, { statusCode: 299, statusMessage: 'So So' }).end()],
  ['a head and a body', (response) => response.writeHead(200, { 'X-Case': 'kept', 'content-length': '2' }).end('ok')],
  ['a head with a phrase', (response) => response.writeHead(202, 'Later', { 'x-a': 'b' }).end('ok')],
  ['a head of lines', (response) => response.writeHead(200, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']).end('ok')],
  [
    'chunks',
    (response) => {
      response.write('one')
      response.write(Buffer.from('two'))
      response.end('three')
    },
  ],
  [
    'a head that is flushed',
    (response) => {
      response.writeHead(200)
      response.flushHeaders()
      response.end('late')
    },
  ],
  [
    'trailers',
    (response) => {
      response.setHeader('Trailer', 'x-sum')
      response.write('body')
      response.addTrailers({ 'x-sum': '42' })
      response.end()
    },
  ],
  [
    'a corked response',
    (response) => {
      response.cork()
      response.write('a')
      response.write('b')
      response.uncork()
      response.end()
    },
  ],
  [
    'an early hint',
    (response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.end('hinted')
    },
  ],
  [
    'an end twice',
    (response) => {
      response.end('first')
      response.end()
    },
  ],
  ['no content', (response) => response.writeHead(204).end()],
  ['not modified', (response) => response.writeHead(304, { etag: '"a"' }).end()],
  [
    'a pipe with backpressure',
    (response) => pipeline(Readable.from(Array(40).fill(Buffer.alloc(16_384, 'x'))), response),
  ],
]

const goesOut: DecideOnStatus = async () => undefined
const isReplaced: DecideOnStatus = async () => INSTEAD

describe('a response that is held back', () => {
  describe.each(['GET', 'HEAD'])('to %s', (method) => {
    const allowed = HANDLERS.filter(([name]) => method === 'GET' || name !== 'trailers')

    it.each(allowed)('goes out byte by byte as it would have: %s', async (_, handler) => {
      const plain = await bytesOf((_request, response) => void handler(response), method)
      const held = await bytesOf((_request, response) => {
        holdBack(response, goesOut)
        void handler(response)
      }, method)
      expect(digest(held)).toBe(digest(plain))
      expect(plain).toMatch(/^HTTP\/1.1 \d/)
    })
  })

  it.each(HANDLERS)('leaks nothing of what is replaced: %s', async (_, handler) => {
    const bytes = await bytesOf((_request, response) => {
      response.setHeader('x-before', 'stays')
      holdBack(response, isReplaced)
      response.setHeader('set-cookie', 'session=secret')
      Promise.resolve(handler(response)).catch(() => {})
    })
    const [head = '', ...body] = bytes.slice(bytes.indexOf('HTTP/1.1 409')).split('\r\n\r\n')
    expect(head.split('\r\n').sort()).toEqual([
      'Connection: close',
      'HTTP/1.1 409 Conflict',
      'content-length: 25',
      'content-type: application/problem+json',
      'retry-after: 1',
      'x-before: stays',
    ])
    expect(body).toEqual([INSTEAD.body])
  })

  it('lets no byte out before it is decided, and looks to the handler as if it had', async () => {
    const decision = later<undefined>()
    const looked: unknown[] = []
    const bytes = await bytesOf((request, response) => {
      holdBack(response, () => decision.promise)
      looked.push(response.headersSent, response.writableEnded)
      looked.push(response.write('a'), response.headersSent, request.socket.bytesWritten)
      for (const change of [
        () => response.setHeader('x-a', '1'),
        () => response.removeHeader('x-a'),
        () => response.appendHeader('x-a', '1'),
        () => response.writeHead(500),
      ])
        expect(change).toThrow(expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }))
      response.statusCode = 500
      response.end('b')
      looked.push(response.writableEnded, request.socket.bytesWritten)
      setImmediate(() => {
        looked.push(request.socket.bytesWritten)
        decision.resolve(undefined)
      })
    })
    expect(looked).toEqual([false, false, false, true, 0, true, 0, 0])
    expect(bytes).toMatch(/^HTTP\/1.1 200 OK/)
  })

  it('tells writers to go on once it is out', async () => {
    const drained: string[] = []
    const bytes = await bytesOf(async (_request, response) => {
      holdBack(response, goesOut)
      expect(response.write('a', () => drained.push('written'))).toBe(false)
      await once(response, 'drain')
      expect(response.write('b')).toBe(true)
      response.end(() => drained.push('ended'))
    })
    expect(bytes).toContain('a\r\n1\r\nb')
    expect(drained).toEqual(['written', 'ended'])
  })

  it('tells writers of a replaced response that nothing came of it, and takes what they still write', async () => {
    const told: unknown[] = []
    const bytes = await bytesOf(async (_request, response) => {
      holdBack(response, isReplaced)
      response.write('a', (error) => told.push(error?.message))
      await once(response, 'drain')
      told.push(response.write('b'), response.statusCode)
      response.end('c', () => told.push('ended'))
    })
    expect(bytes).not.toMatch(/[abc]$/)
    expect(told).toEqual([true, 409, 'another response was sent in place of this', 'ended'])
  })

  it('asks once, by the status that the head had when it was fixed', async () => {
    const asked: number[] = []
    await bytesOf((_request, response) => {
      holdBack(response, async (status) => void asked.push(status))
      response.writeHead(404)
      response.statusCode = 500
      response.write('a')
      response.end()
      response.end()
    })
    expect(asked).toEqual([404])
  })

  it.each<readonly [string, Handler]>([
    ['a status that is none', (response) => response.writeHead(99)],
    ['a status that was set and is none', (response) => Object.assign(response, { statusCode: 1000 }).end()],
    ['a header that is none', (response) => response.writeHead(200, { 'x-a': 'a\nb' })],
    ['a chunk that is none', (response) => response.write(7)],
    ['an end that is none', (response) => response.end({})],
    ['a phrase of two lines', (response) => void response.writeHead(200, 'a\nb').end()],
    ['a phrase of two lines, set before', (response) => void Object.assign(response, { statusMessage: 'a\nb' }).end()],
    ['a trailer of two lines', (response) => response.addTrailers({ 'x-a': 'a\nb' })],
    ['a trailer whose name is none', (response) => response.addTrailers([['x a', 'b']])],
  ])('refuses at once what Node refuses, and asks nothing: %s', async (_, handler) => {
    const asked: number[] = []
    const codes: unknown[] = []
    for (const hold of [true, false])
      await bytesOf((_request, response) => {
        if (hold) holdBack(response, async (status) => void asked.push(status))
        try {
          handler(response)
        } catch (error) {
          codes.push((error as { readonly code: string }).code)
        }
        response.destroy()
      })
    expect(codes).toEqual([codes[0], codes[0]])
    expect(asked).toEqual([])
  })

  it('stands two deep, and above and beneath others that patch a response', async () => {
    const order: string[] = []
    const patch = (response: ServerResponse, name: string) => {
      const { writeHead } = response
      response.writeHead = ((...args: Parameters<typeof writeHead>) => {
        order.push(name)
        response.setHeader(`x-${name}`, '1')
        return writeHead.apply(response, args)
      }) as typeof writeHead
    }
    const bytes = await bytesOf((_request, response) => {
      patch(response, 'beneath')
      holdBack(response, async () => void order.push('first'))
      patch(response, 'between')
      holdBack(response, async () => void order.push('second'))
      patch(response, 'above')
      response.writeHead(200)
      response.end('ok')
    })
    expect(order).toEqual(['above', 'second', 'between', 'first', 'beneath'])
    for (const name of ['above', 'between', 'beneath']) expect(bytes).toContain(`x-${name}: 1`)
  })

  it('outlives a client that leaves while it is decided', async () => {
    const decision = later<undefined>()
    const closed = later<void>()
    const written = later<unknown>()
    await serving(
      (request, response) => {
        holdBack(response, () => decision.promise)
        response.once('close', () => closed.resolve())
        response.write('a', written.resolve)
        response.end('b')
        request.socket.destroy()
      },
      async (port) => {
        await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed')
        await closed.promise
        decision.resolve(undefined)
        expect(await written.promise).toBeInstanceOf(Error)
      },
    )
  })

  it.each([
    ['goes out', goesOut, 200, 'hello', { 'x-a': '1', 'x-sum': '42' }],
    ['is replaced', isReplaced, 409, INSTEAD.body, {}],
  ] as const)('%s over HTTP/2 as well', async (_, decide, status, body, fields) => {
    const server = createServer((_request, response) => {
      const held = response as unknown as NodeResponse
      holdBack(held, decide)
      held.writeHead(200, { 'x-a': '1' })
      held.write('hel')
      held.addTrailers({ 'x-sum': '42' })
      held.end('lo')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = client.request({ ':path': '/' })
    const seen: Record<string, unknown> = {}
    stream.on('response', (headers) => Object.assign(seen, headers)).on('trailers', (t) => Object.assign(seen, t))
    let text = ''
    for await (const chunk of stream.setEncoding('utf8')) text += chunk
    client.close()
    server.close()
    expect(text).toBe(body)
    expect(seen[':status']).toBe(status)
    expect({ 'x-a': seen['x-a'], 'x-sum': seen['x-sum'] }).toEqual({ 'x-a': undefined, 'x-sum': undefined, ...fields })
  })
})

function digest(bytes: string): string {
  return bytes.length < 2000 ? bytes : createHash('sha256').update(bytes).digest('hex')
}
