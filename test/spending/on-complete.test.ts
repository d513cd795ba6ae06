import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { FRAMEWORKS, type Handler } from './apps.js'
import { withWorld } from './world.js'

const onComplete = { spend: 'on-complete' } as const
const OK: Handler = { answers: () => ({ status: 200, body: 'the whole body' }) }

/** Begins a body and never ends it: the client leaves. `runs` counts. */
function endless(): { readonly handler: Handler; readonly runs: () => number } {
  let runs = 0
  const writes = (response: { write(chunk: string): unknown }) => {
    runs++
    response.write('the first part of it')
  }
  return { handler: { writes }, runs: () => runs }
}

describe.each(FRAMEWORKS)("spend: 'on-complete' on $name", (framework) => {
  it.each([200, 206, 304, 404])('F4 spends the use when the body of a %d is out', async (status) => {
    const handler: Handler = { answers: () => ({ status, body: status === 304 ? '' : 'body' }) }
    await withWorld(framework, onComplete, handler, async ({ mint, send, settled, settledTimes }) => {
      const { token } = await mint()
      const response = await send(token)
      expect([response.status, await response.text()]).toEqual([status, status === 304 ? '' : 'body'])
      await settledTimes(1)
      expect(settled).toEqual(['commit: true'])
      expect((await send(token)).status).toBe(401)
    })
  })

  it.each([
    [3, {}],
    [1, { attempts: 1 }],
    [5, { attempts: 5 }],
  ])('F4 lets a download that broke be taken again, %d times in all', async (attempts, options) => {
    const { handler, runs } = endless()
    await withWorld(framework, { ...onComplete, ...options }, handler, async (world) => {
      const { token } = await world.mint()
      for (let times = 1; times <= attempts; times++) {
        const client = world.open(token)
        await once(client, 'data')
        client.destroy()
        await world.settledTimes(times)
      }
      expect(world.settled).toEqual([...Array(attempts - 1).fill('release: true'), 'commit: true'])
      expect(await (await world.send(token)).json()).toMatchObject({ code: 'token_consumed' })
      expect(runs()).toBe(attempts)
    })
  })

  it('F4 takes a body for broken that the client left in the middle of, although the handler had ended it', async () => {
    const handler: Handler = { writes: (response) => void response.end(Buffer.alloc(20_000_000)) }
    for (const leave of ['destroy', 'resetAndDestroy'] as const)
      await withWorld(framework, onComplete, handler, async ({ mint, open, settled, settledTimes }) => {
        const client = open((await mint()).token)
        await once(client, 'data')
        client[leave]()
        await settledTimes(1)
        expect(settled).toEqual(['release: true'])
      })
  })

  it('F4 takes an answer of 5xx for one that broke', async () => {
    const handler: Handler = {
      answers() {
        throw new Error('the disk is gone')
      },
    }
    await withWorld(framework, onComplete, handler, async ({ mint, send, settled, settledTimes, errors }) => {
      const { token } = await mint()
      for (let times = 1; times <= 3; times++) {
        expect((await send(token)).status).toBe(500)
        await settledTimes(times)
      }
      expect(settled).toEqual(['release: true', 'release: true', 'commit: true'])
      expect((await send(token)).status).toBe(401)
      expect(errors).toHaveLength(3)
    })
  })

  it('F4 counts the runs that a crash ended', async () => {
    await withWorld(framework, onComplete, OK, async ({ mint, send, service, clock, settled }) => {
      const { token } = await mint()
      for (let crashes = 0; crashes < 3; crashes++) {
        expect(await service.reserve(token, { method: 'POST', target: '/files/a' })).toMatchObject({ ok: true })
        clock.now += 30_000
      }
      expect(await (await send(token)).json()).toMatchObject({ code: 'token_consumed' })
      expect(settled).toEqual(['commit: true'])
    })
  })

  it('holds nothing for a HEAD', async () => {
    await withWorld(framework, onComplete, OK, async ({ mint, send, service, settled }) => {
      const { token, id } = await mint()
      expect((await send(token, 'HEAD')).status).toBe(200)
      expect((await service.get(id))?.usesLeft).toBe(1)
      expect(settled).toEqual([])
    })
  })

  it('tells the listener where the use of a response that is out could not be spent', async () => {
    let fail = () => {}
    const handler: Handler = {
      answers() {
        fail()
        return { status: 200, body: 'the whole body' }
      },
    }
    await withWorld(framework, onComplete, handler, async ({ mint, send, store, refused, settled, settledTimes }) => {
      const { token, id } = await mint()
      fail = () => {
        store.fails = true
      }
      expect(await (await send(token)).text()).toBe('the whole body')
      await settledTimes(1)
      expect(settled).toEqual(['commit: failed'])
      await expect.poll(() => refused).toEqual([expect.objectContaining({ because: 'unavailable', tokenId: id })])
    })
  })
})
