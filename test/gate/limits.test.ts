import { spawn } from 'node:child_process'
import { once as onceEvent } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { memoryStore, type TokenRecord } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { connectTo } from '../differential/client/connection.js'
import { startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, statusOf, type World, type WorldOptions, withGate } from './world.js'

const withWorld = (test: (world: World) => Promise<void>, options: Partial<WorldOptions> = {}) =>
  withUpstream(startRecorder(), ({ url }) =>
    withGate({ mode: 'proxy', upstream: url, ...options } as WorldOptions, test),
  )

describe('the limits', () => {
  it('G14 bound what waits for a store that does not answer: 503 in time, then 503 at once', async () => {
    const store = memoryStore()
    const asked: ((record: TokenRecord | undefined) => void)[] = []
    let stuck = false
    const find = (id: string) =>
      stuck ? new Promise<TokenRecord | undefined>((resolve) => void asked.push(resolve)) : store.find(id)
    await withWorld(
      async ({ mint, port, admin }) => {
        const text = raw('GET', '/flows/f-1', [bearer(await mint())])
        stuck = true
        const waves = await Promise.all(Array.from({ length: 50 }, () => ask(port, text)))
        expect(waves).toEqual(Array.from({ length: 50 }, () => 503))
        expect(asked.length).toBeLessThanOrEqual(8)
        const metrics = await (await fetch(new URL('/metrics', admin))).text()
        expect(metrics).toMatch(/outcome="too_late"\} 8\b/)
        expect(metrics).toMatch(/outcome="overload"\} 42\b/)
        stuck = false
        for (const answer of asked) answer(undefined)
        await expect.poll(() => ask(port, text)).toBe(200)
      },
      { store: { ...store, find }, limits: { pending: 8, decisionMs: 300 } },
    )
  })

  it('G15 take long paths and headers in linear time, and refuse them', () =>
    withWorld(
      async ({ mint, send }) => {
        const line = bearer(await mint())
        const of = async (target: string, lines: readonly string[] = []) =>
          statusOf(await send(raw('GET', target, [line, ...lines])))
        const started = performance.now()
        expect(await of(`/flows/${'a'.repeat(8170)}`)).toBe(403)
        expect(await of(`/flows/f-1?${'a'.repeat(8170)}`)).toBe(200)
        expect(await of(`/flows/f-1?${'a'.repeat(8190)}`)).toBe(403)
        expect(await of('/flows'.repeat(400))).toBe(403)
        expect(await of(`/flows/${'%25'.repeat(2700)}`)).toBe(403)
        expect(await of(`/flows/${'%C3%A9'.repeat(1300)}`)).toBe(403)
        expect(await of(`/flows/f-1?${'%25'.repeat(2700)}`)).toBe(200)
        expect(await of(`/flows/f-1?${'&s=%'.repeat(2000)}`)).toBe(200)
        expect(
          await of(
            '/flows/f-1',
            Array.from({ length: 16_000 }, () => 'a:'),
          ),
        ).toBe(200)
        expect(await of('/flows/f-1', [`Connection: ${'a,'.repeat(7500)}`])).toBe(200)
        expect(await of('/flows/f-1', [`Cookie: ${'a=b;'.repeat(3800)}`])).toBe(200)
        expect(await of('/flows/f-1', [`X-Long: ${'a'.repeat(16_384)}`])).toBe(431)
        expect(await of(`/flows/${'a'.repeat(17_000)}`)).toBe(431)
        expect(
          await of(
            '/flows/f-1',
            Array.from({ length: 17_000 }, () => 'a:'),
          ),
        ).toBe(431)
        expect(performance.now() - started).toBeLessThan(5000)
      },
      { from: ['bearer', 'query:t', 'cookie:__Host-t'] },
    ))

  it('count every line of a header: a second token behind thousands of lines is seen', () =>
    withWorld(async ({ mint, send }) => {
      const line = bearer(await mint())
      const many = Array.from({ length: 3000 }, () => 'a:')
      expect(statusOf(await send(raw('GET', '/flows/f-1', [line, ...many, line])))).toBe(400)
    }))

  it('end connections that are silent, slow, or too many', async () => {
    const limits = { headersMs: 100, idleMs: 300, keepAliveMs: 100, connections: 2 }
    await withWorld(
      async ({ mint, port }) => {
        const slow = connect(port, '127.0.0.1').on('error', () => {})
        slow.write('GET /flows/f-1 HTTP/1.1\r\n')
        const silent = connect(port, '127.0.0.1').on('error', () => {})
        silent.write(raw('PUT', '/flows/f-1', [bearer(await mint()), 'Content-Length: 10']))
        await onceEvent(silent, 'connect')
        const third = connect(port, '127.0.0.1').on('error', () => {})
        await onceEvent(third, 'close')
        await Promise.all([onceEvent(slow, 'close'), onceEvent(silent, 'close')])
      },
      { limits },
    )
  })

  it('are a 504 where the upstream takes no connection in time', async () => {
    const full = await startFull()
    try {
      const limits = { connectMs: 100 }
      await withGate({ mode: 'proxy', upstream: full.url, limits }, async ({ mint, send }) => {
        expect(statusOf(await send(raw('GET', '/flows/f-1', [bearer(await mint())])))).toBe(504)
      })
    } finally {
      full.stop()
    }
  })
})

async function ask(port: number, text: string): Promise<number> {
  const connection = connectTo(port)
  const [response = 'closed' as const] = await connection.exchange([{ method: 'GET', text }])
  connection.close()
  return statusOf(response)
}

/** A server whose line of waiting connections is full: the kernel lets nobody else in, and says nothing. */
async function startFull(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const listens = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    console.log(this.address().port)
    process.kill(process.pid, 'SIGSTOP')
  })`
  const child = spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await onceEvent(child.stdout, 'data')) as [Buffer]
  await expect.poll(() => readFileSync(`/proc/${child.pid}/stat`, 'utf8')).toMatch(/^\d+ \(.*\) T /)
  const port = Number(line.toString())
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await Promise.all(waiting.slice(0, 2).map((socket) => onceEvent(socket, 'connect')))
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      for (const socket of waiting) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
