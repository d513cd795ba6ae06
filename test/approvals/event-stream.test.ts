import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ANN, FRAMEWORKS, told, type World, withWorld } from './world.js'

/** A stream as a browser holds it open. */
interface HeldStream {
  readonly response: IncomingMessage
  /** The digests that have come. */
  readonly digests: readonly string[]
  /** Resolves when so many digests have come in all. */
  has(count: number): Promise<void>
  leave(): void
}

async function hold({ origin }: World, cookie = ANN[1]): Promise<HeldStream> {
  const request = get(`${origin}/approvals/events`, { headers: { cookie }, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  request.on('error', () => {})
  response.on('error', () => {})
  let text = ''
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
    response.emit('digest')
  })
  const digests = () => [...text.matchAll(/^event: pending\ndata: (\S+)$/gm)].map(([, digest]) => digest ?? '')
  return {
    response,
    get digests() {
      return digests()
    },
    async has(count) {
      while (digests().length < count) await once(response, 'digest')
    },
    leave: () => request.destroy(),
  }
}

describe.each(FRAMEWORKS)('the event stream on $name', (framework) => {
  it('tells at once, and again when somebody asks, and when somebody decides', async () => {
    await withWorld(framework, {}, async (world) => {
      const stream = await hold(world)
      expect([stream.response.statusCode, stream.response.headers['content-type']]).toEqual([200, 'text/event-stream'])
      await stream.has(1)
      const { id } = await world.ask()
      await stream.has(2)
      await world.decide('deny', id, { revision: await world.revision(id) })
      await stream.has(3)
      const [nothing, one, nothingAgain] = stream.digests
      expect(one).not.toBe(nothing)
      expect(nothingAgain).toBe(nothing)
      stream.leave()
    })
  })

  it('is let go when the client leaves, and its place is free, without an error', async () => {
    await withWorld(framework, { options: { maxStreams: 1 } }, async (world) => {
      const first = await hold(world)
      expect(told(await world.desk('GET', '/events'))).toEqual([503, 'too_many_streams'])
      first.leave()
      const next = await untilOpen(world)
      await next.has(1)
      next.leave()
      await (await untilOpen(world)).has(1)
      expect(world.failures).toEqual([])
    })
  })

  it('is for operators only, as every other route is', async () => {
    await withWorld(framework, {}, async (world) => {
      const { response } = await hold(world, 'session=guessed')
      expect(response.statusCode).toBe(403)
      const crossSite = await world.desk('GET', '/events', { headers: [ANN, ['Sec-Fetch-Site', 'cross-site']] })
      expect(told(crossSite)).toEqual([403, 'cross_site_refused'])
    })
  })
})

/** The server hears of a client that has left a moment after it did. */
async function untilOpen(world: World): Promise<HeldStream> {
  for (;;) {
    const stream = await hold(world)
    if (stream.response.statusCode === 200) return stream
  }
}
