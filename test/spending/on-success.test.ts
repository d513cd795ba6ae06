import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FRAMEWORKS, type Handler } from './apps.js'
import { moment, type World, withWorld } from './world.js'

const onSuccess = { spend: 'on-success' } as const
const bodyless = (status: number) => status === 204 || status === 304

/** Ways to answer with a status. */
const WAYS: readonly (readonly [name: string, way: (status: number) => Handler])[] = [
  ['by the framework', (status) => ({ answers: () => ({ status, body: bodyless(status) ? '' : 'answer' }) })],
  [
    'on the response',
    (status) => ({ writes: (response) => void response.writeHead(status).end(bodyless(status) ? '' : 'answer') }),
  ],
  [
    'by a stream',
    (status) => ({
      async writes(response) {
        response.statusCode = status
        await pipeline(Readable.from(bodyless(status) ? [] : ['ans', 'wer']), response)
      },
    }),
  ],
]

afterEach(() => {
  vi.useRealTimers()
})

/** How a hold is lost while the handler works. */
const LOSE = {
  revoked: ({ service }: World, id: string) => service.revoke(id, { by: 'ann' }),
  lapsed({ clock }: World) {
    clock.now += 30_000
  },
  'store down'({ store }: World) {
    store.fails = true
  },
} as const

describe.each(FRAMEWORKS)("spend: 'on-success' on $name", (framework) => {
  it('F4 runs nothing for a client that left while its use was being held, and the use is free again', async () => {
    let runs = 0
    const handler: Handler = { answers: () => ({ status: 200, body: `${++runs}` }) }
    await withWorld(framework, onSuccess, handler, async ({ mint, open, left, send, store, settled, settledTimes }) => {
      const { token } = await mint()
      const gone = left()
      const client = open(token)
      store.meanwhile = async () => {
        client.destroy()
        await gone
      }
      await settledTimes(1)
      expect([settled, runs]).toEqual([['release: true'], 0])
      store.meanwhile = undefined
      expect((await send(token)).status).toBe(200)
      expect(runs).toBe(1)
    })
  })

  describe.each(WAYS)('with an answer %s', (_, way) => {
    it.each([200, 201, 204, 302, 304, 404, 409])('F4 spends the use before a %d goes out', async (status) => {
      await withWorld(framework, onSuccess, way(status), async ({ mint, send, service, settled }) => {
        const { token, id } = await mint()
        const response = await send(token)
        expect([response.status, await response.text()]).toEqual([status, bodyless(status) ? '' : 'answer'])
        expect(settled).toEqual(['commit: true'])
        expect((await service.get(id))?.status).toBe('consumed')
        expect((await send(token)).status).toBe(401)
      })
    })

    it.each([500, 503, 599])('F4 gives the use back before a %d goes out', async (status) => {
      await withWorld(framework, onSuccess, way(status), async ({ mint, send, service, settled }) => {
        const { token, id } = await mint()
        for (let times = 0; times < 5; times++) expect((await send(token)).status).toBe(status)
        expect(settled).toEqual(Array(5).fill('release: true'))
        expect(await service.get(id)).toMatchObject({ status: 'active', usesLeft: 1 })
      })
    })
  })

  it('F4 F2 gives the use back where the handler throws, and hands its error on once', async () => {
    const failure = new Error('the handler failed')
    const handler: Handler = {
      answers() {
        throw failure
      },
    }
    await withWorld(framework, onSuccess, handler, async ({ mint, send, settled, errors }) => {
      expect((await send((await mint()).token)).status).toBe(500)
      expect(settled).toEqual(['release: true'])
      expect(errors).toEqual([failure])
    })
  })

  it('F4 spends the use where the application turns an error into a 404: the status decides', async () => {
    const handler: Handler = {
      answers() {
        throw Object.assign(new Error('no such file'), { status: 404 })
      },
    }
    await withWorld(framework, onSuccess, handler, async ({ mint, send, settled }) => {
      expect((await send((await mint()).token)).status).toBe(404)
      expect(settled).toEqual(['commit: true'])
    })
  })

  it('F4 gives the use back where the client left before the first byte', async () => {
    const handler: Handler = {
      async writes(response) {
        response.writeHead(200)
        client?.destroy()
        await once(response, 'close')
        response.end('too late')
      },
    }
    let client: ReturnType<World['open']> | undefined
    await withWorld(framework, onSuccess, handler, async ({ mint, open, service, settled, settledTimes }) => {
      const { token, id } = await mint()
      client = open(token)
      await settledTimes(1)
      expect(settled).toEqual(['release: true'])
      expect((await service.get(id))?.usesLeft).toBe(1)
    })
  })

  it('F4 gives a use back by itself that a crash left behind, when its lease runs out', async () => {
    await withWorld(framework, onSuccess, { answers: () => ({ status: 200, body: 'ok' }) }, async (world) => {
      const { token } = await world.mint()
      await world.service.reserve(token, { method: 'POST', target: '/files/a' })
      world.clock.now += 29_999
      expect((await world.send(token)).status).toBe(409)
      world.clock.now += 1
      expect((await world.send(token)).status).toBe(200)
    })
  })

  it('F4 two at once: one is reserved, and a handler slower than its lease still spends once', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const [begun, finished] = [moment(), moment()]
    const handler: Handler = {
      async answers() {
        begun.bring()
        await finished.come
        return { status: 200, body: 'slow' }
      },
    }
    await withWorld(framework, onSuccess, handler, async ({ mint, send, clock, settled }) => {
      const { token } = await mint()
      const slow = send(token)
      await begun.come
      for (let thirds = 0; thirds < 10; thirds++) {
        clock.now += 10_000
        await vi.advanceTimersByTimeAsync(10_000)
        const other = await send(token)
        expect([other.status, other.headers.get('retry-after')]).toEqual([409, '30'])
      }
      finished.bring()
      expect(await (await slow).text()).toBe('slow')
      expect(settled).toEqual(['commit: true'])
      expect((await send(token)).status).toBe(401)
      expect(vi.getTimerCount()).toBe(0)
    })
  })

  it.each([
    [409, 'reserved', 'token_reserved', 'revoked'],
    [409, 'reserved', 'token_reserved', 'lapsed'],
    [503, 'unavailable', 'store_unavailable', 'store down'],
  ] as const)(
    'F4 answers %d in place of the response where the use is not there: %4$s',
    async (status, because, code, lost) => {
      for (const [, way] of WAYS) {
        let change: () => unknown = () => {}
        const inner = way(200)
        const handler: Handler =
          'answers' in inner
            ? {
                async answers() {
                  await change()
                  return inner.answers()
                },
              }
            : {
                async writes(response, request) {
                  await change()
                  response.setHeader('set-cookie', 'session=secret')
                  await Promise.resolve(inner.writes(response, request)).catch(() => {})
                },
              }
        await withWorld(framework, onSuccess, handler, async (world) => {
          const { token, id } = await world.mint()
          change = () => LOSE[lost](world, id)
          const response = await world.send(token)
          expect([response.status, response.headers.get('set-cookie')]).toEqual([status, null])
          expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
          expect(await response.json()).toMatchObject({ status, code })
          expect(world.refused).toEqual([expect.objectContaining({ because, status, code, tokenId: id })])
        })
      }
    },
  )

  it.each(['two guards', 'authenticate and guard'] as const)(
    'F3 holds one use of a request behind %s',
    async (gates) => {
      const answers = () => ({ status: 200, body: 'ok' })
      await withWorld(framework, { ...onSuccess, gates }, { answers }, async ({ mint, send, service, settled }) => {
        const { token, id } = await mint(2)
        expect((await send(token)).status).toBe(200)
        expect(settled).toEqual(['commit: true'])
        expect((await service.get(id))?.usesLeft).toBe(1)
        expect((await send(token)).status).toBe(200)
        expect((await send(token)).status).toBe(401)
      })
    },
  )
})
