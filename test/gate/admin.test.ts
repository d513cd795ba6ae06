import { memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { once } from './scopes.js'
import { startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, type World, type WorldOptions, withGate } from './world.js'

const withWorld = (test: (world: World) => Promise<void>, options: Partial<WorldOptions> = {}) =>
  withUpstream(startRecorder(), ({ url }) =>
    withGate({ mode: 'proxy', upstream: url, ...options } as WorldOptions, test),
  )

const get = async (admin: URL, path: string) => {
  const answer = await fetch(new URL(path, admin))
  return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
}

describe('health and metrics', () => {
  it('tell what became of requests, in words of a closed set', () =>
    withWorld(async ({ admin, mint, send, service }) => {
      const token = await mint()
      const used = (await service.mint(once, { resourceId: 'a' })).token
      await send(raw('GET', '/flows/f-1', [bearer(token)]))
      await send(raw('GET', '/flows/f-2', [bearer(token)]))
      await send(raw('GET', '/flows/f-1'))
      await send(raw('GET', '/flows/f-1', [bearer(`${token}x`)]))
      for (let count = 0; count < 2; count++) await send(raw('POST', '/once/a', [bearer(used), 'Content-Length: 0']))
      const { status, text, type } = await get(admin, '/metrics')
      expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
      const counted = [...text.matchAll(/requests_total\{outcome="(\w+)"\} (\d+)/g)].map(([, name, count]) => [
        name,
        count,
      ])
      expect(Object.fromEntries(counted)).toEqual({
        ...{ passed: '2', route_not_allowed: '1', missing: '1', malformed: '1', consumed: '1' },
      })
      expect(text).toContain('hallpass_gate_decision_seconds_count 6')
      expect(text).toContain('hallpass_gate_upstream_total{result="answered"} 2')
      for (const secret of ['hp_', 'f-1', token.slice(3, 19), 'flows', '127.0.0.1']) expect(text).not.toContain(secret)
    }))

  it('say whether the store answers', async () => {
    const store = memoryStore()
    let down = false
    const find = (id: string) => (down ? Promise.reject(new Error('down')) : store.find(id))
    await withWorld(
      async ({ admin }) => {
        expect((await get(admin, '/readyz')).status).toBe(200)
        down = true
        expect(await get(admin, '/readyz')).toMatchObject({ status: 503, text: 'not ready\n' })
        expect((await get(admin, '/healthz')).status).toBe(200)
        down = false
        expect((await get(admin, '/readyz')).status).toBe(200)
      },
      { store: { ...store, find } },
    )
  })

  it('have nothing else, and nothing at the gate', () =>
    withWorld(async ({ admin, send }) => {
      for (const path of ['/', '/metrics/', '/metrics?a', '/constructor'])
        expect((await get(admin, path)).status).toBe(404)
      expect((await fetch(new URL('/metrics', admin), { method: 'POST' })).status).toBe(404)
      expect(await send(raw('GET', '/metrics'))).toMatchObject({ status: 401 })
    }))
})

describe('the log', () => {
  it('F10 tells id, path and outcome, and never a token, a query or a header', () =>
    withWorld(
      async ({ mint, send, logged }) => {
        const token = await mint()
        const canary = 'canary-of-the-client'
        await send(raw('GET', `/flows/f-1?t=${token}&q=${canary}`, [`Cookie: a=${canary}`, `User-Agent: ${canary}`]))
        await send(raw('GET', `/flows/${token}?t=${token}`))
        await send(raw('GET', `/flows/f-1?t=${token}`, [bearer(token)]))
        await send(raw('GET', '/flows/f-1', [`Authorization: Bearer ${canary}`]))
        await send(raw('GET', `http://${canary}:${canary}@app/flows/f-1`))
        expect(logged()).not.toContain(token.slice(19))
        expect(logged()).not.toContain(canary)
        expect(logged()).toContain(
          `"path":"/flows/f-1","outcome":"passed","token":"${token.slice(3, 19)}","scope":"flow"`,
        )
        expect(logged()).toContain(`"path":"/flows/${token.slice(0, 19)}…"`)
      },
      { from: ['bearer', 'query:t'] },
    ))
})
