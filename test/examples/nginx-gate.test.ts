import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from '../../examples/nginx-gate/src/settings.js'
import { GRANT_PREFIX } from '../../packages/cli/src/gate/grant-headers.js'
import { CLIENT_HEADERS, OTHER_REQUEST_LINE } from '../../packages/cli/src/gate/proxy/request-headers.js'
import { describeWith, findProgram } from '../describe-with.js'
import { freePorts } from '../servers/free-port.js'
import { curlLines, tryLines } from './curl-lines.js'
import { allBytesIn } from './git-repositories.js'
import { withNginxExample } from './running-nginx-example.js'
import { startExampleProcess } from './started-example.js'

const SITE = readFileSync(join(import.meta.dirname, '../../examples/nginx-gate/nginx/site.conf'), 'utf8')
const TO_APPLICATION = SITE.slice(SITE.indexOf('location / {'), SITE.indexOf('location = /_hallpass'))

/** nginx takes no name by its beginning: these of `x-forwarded-` and `x-hallpass-` are known to be believed. */
const FORWARDED = ['for', 'host', 'port', 'proto', 'server', 'ssl'].map((name) => `x-forwarded-${name}`)
const OURS = ['token', 'token-id', 'scope', 'resource', 'gate-secret'].map((name) => `${GRANT_PREFIX}${name}`)

describeWith('nginx', 'the application behind nginx', () => {
  it('answers the printed lines as it promises, and keeps the token out of its log', async () => {
    const [port] = await freePorts(1)
    const example = await startExampleProcess('nginx-gate', /while a header says .*\n.*\n/, { PORT: `${port}` })
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

  it('has every answer that a token opened kept by nobody, a 404 too', () =>
    withNginxExample(async ({ url, mint }) => {
      const { token } = await mint('n-9')
      const answer = await fetch(new URL('/notes/n-9', url), { headers: { authorization: `Bearer ${token}` } })
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
      expect(answer.headers.get('vary')).toBe('Authorization, X-Hallpass-Token')
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
    expect(SITE).toContain('proxy_set_header X-Original-URI $request_uri;')
    expect(SITE.match(/proxy_pass .*/g)).toEqual(['proxy_pass http://application;', 'proxy_pass http://hallpass;'])
    expect(readFileSync(join(import.meta.dirname, '../../docs/gate.md'), 'utf8')).toContain(
      'examples/nginx-gate/nginx/site.conf',
    )
  })

  it.each([...OTHER_REQUEST_LINE, ...CLIENT_HEADERS, ...FORWARDED, ...OURS])(
    "has a configuration that never hands on a client's %s",
    (name) => {
      const values = [...TO_APPLICATION.matchAll(/proxy_set_header (\S+) (.*);/g)].filter(
        ([, set]) => set?.toLowerCase() === name,
      )
      expect(values.length).toBeGreaterThan(0)
      for (const [, , value] of values) expect(value).not.toContain(`$http_${name.replaceAll('-', '_')}`)
    },
  )

  it('has a port of its own, by the environment', () => {
    expect([readSettings({}), readSettings({ PORT: '0' })]).toEqual([{ port: 3008 }, { port: 0 }])
    expect(() => readSettings({ PORT: 'x' })).toThrow('PORT must be a port such as 3008')
    expect(findProgram('python3')).toBeDefined()
  })
})
