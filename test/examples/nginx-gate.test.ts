import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from '../../examples/nginx-gate/src/settings.js'
import { describeWith, findProgram } from '../describe-with.js'
import { curlLines, tryLines } from './curl-lines.js'
import { allBytesIn } from './git-repositories.js'
import { withNginxExample } from './running-nginx-example.js'
import { startExampleProcess } from './started-example.js'

describeWith('nginx', 'the application behind nginx', () => {
  it('answers the printed lines as it promises, and keeps the token out of its log', async () => {
    const example = await startExampleProcess('nginx-gate', /while a header says .*\n.*\n/, { PORT: '0' })
    const instructions = example.printed()
    const tried = await tryLines(curlLines(instructions))
    await example.interrupt()
    expect(tried.map(({ status }) => status)).toEqual([200, 200, 401, 403, 403, 403])
    expect(tried.map(({ answer }) => answer.status)).toEqual([200, 200, 401, 403, 403, 403])
    const log = example.printed().slice(instructions.length)
    expect(log).toMatch(/"path":"\/notes\/n-1","outcome":"passed"/)
    expect(log).not.toMatch(/hp_\w{17}/)
    expect(log).toMatch(/ {2}stopped\n$/)
  })

  it('reads the id of the token, and sees the token nowhere', () =>
    withNginxExample(async ({ url, mint, folder, log }) => {
      const { id, token } = await mint('n-1')
      const answer = await fetch(new URL('/notes/n-1', url), { headers: { authorization: `Bearer ${token}` } })
      expect([answer.status, await answer.json()]).toEqual([200, { note: 'Feed the cat.', for: id }])
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(log.join()).toContain(id)
      expect(log.join() + allBytesIn(folder)).not.toContain(token.slice(19))
    }))

  it('is 503 with a time to come again while the gate is away, and never open', () =>
    withNginxExample(async ({ url, mint, stopGate }) => {
      const { token } = await mint('n-1')
      await stopGate()
      for (const headers of [{}, { authorization: `Bearer ${token}` }]) {
        const answer = await fetch(new URL('/notes/n-1', url), { headers })
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
        expect(await answer.json()).toMatchObject({ code: 'store_unavailable' })
      }
    }))

  it('takes a large body, and streams it', () =>
    withNginxExample(async ({ url, mint }) => {
      const { token } = await mint('n-1')
      const note = 'x'.repeat(900_000)
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(new URL('/notes/n-1', url), { method: 'PUT', body: note, headers })
      expect([answer.status, ((await answer.json()) as { note: string }).note.length]).toEqual([200, note.length])
    }))

  it('has a configuration that hands on the raw target, and names no path for the upstream', () => {
    const site = readFileSync(join(import.meta.dirname, '../../examples/nginx-gate/nginx/site.conf'), 'utf8')
    expect(site).toContain('proxy_set_header X-Original-URI $request_uri;')
    expect(site.match(/proxy_pass .*/g)).toEqual(['proxy_pass http://application;', 'proxy_pass http://hallpass;'])
    expect(readFileSync(join(import.meta.dirname, '../../docs/gate.md'), 'utf8')).toContain(
      'examples/nginx-gate/nginx/site.conf',
    )
  })

  it('has a port of its own, by the environment', () => {
    expect([readSettings({}), readSettings({ PORT: '0' })]).toEqual([{ port: 3008 }, { port: 0 }])
    expect(() => readSettings({ PORT: 'x' })).toThrow('PORT must be a port such as 3008')
    expect(findProgram('python3')).toBeDefined()
  })
})
