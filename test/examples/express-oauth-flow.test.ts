import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startChromium } from '../browser/chromium.js'
import { describeWith } from '../describe-with.js'
import { INSTRUCTIONS_END, type OAuthWalk, walkOAuthFlow } from './oauth-walk.js'
import { type StartedExample, startExampleProcess } from './started-example.js'

describeWith('curl', 'the demo', () => {
  describeWith('chromium', 'walked through by somebody without a session', walkThrough)
})

function walkThrough(chromium: string): void {
  let example: StartedExample
  let browser: Browser
  let walk: OAuthWalk
  let secret: string

  beforeAll(async () => {
    browser = await startChromium(chromium)
    example = await startExampleProcess('express-oauth-flow', INSTRUCTIONS_END)
    walk = await walkOAuthFlow(example, browser)
    secret = walk.token.slice(-38)
  })

  afterAll(async () => {
    await browser?.close()
    await example?.interrupt()
  })

  it('answers the three printed lines as it promises', () => {
    expect(walk.tried.map(({ status, code }) => ({ status, code }))).toEqual([
      { status: 200, code: undefined },
      { status: 403, code: 'route_not_allowed' },
      { status: 403, code: 'route_not_allowed' },
    ])
    expect(walk.tried.map(({ answer }) => answer)).toEqual(walk.tried.map(({ status, code }) => ({ status, code })))
  })

  it('A5 leads from the link over the provider to an account that is connected', () => {
    expect(walk.outcome).toBe('Connected')
    expect(walk.log).toContain('flow f-17 connected ada@example.test')
  })

  it('has pages of which the browser has nothing to complain', () => {
    expect(walk.complaints).toEqual([])
  })

  it('A18 closes the link the moment the flow ends, and says so', () => {
    expect(walk.deadLink).toBe('This link is closed: What it was for has ended. Nobody can use it again.')
    expect(walk.deadToken).toEqual({ status: 401, code: 'token_revoked' })
  })

  it('A21 sends the token to the two routes of its flow, and nowhere else', () => {
    const carriers = walk.requests.filter((request) => JSON.stringify(request.headers).includes(secret))
    const api = `${new URL(walk.link).origin}/api/oauth/flows/f-17`
    expect(carriers.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${api}`,
      `POST ${api}/start`,
      `GET ${api}`,
    ])
  })

  it('A21 leaves the token in no history, no storage and no cookie of the browser', () => {
    const [, connectPage] = walk.connected.addresses
    expect(connectPage).toBe(walk.link.slice(0, walk.link.indexOf('#')))
    expect(JSON.stringify([walk.opened, walk.connected])).not.toContain(secret)
  })

  it('tells nobody where its visitors come from', () => {
    const toProvider = walk.requests.filter(({ url }) => new URL(url).pathname.startsWith('/interaction/'))
    expect(toProvider.length).toBeGreaterThan(3)
    expect(walk.requests.filter(({ url }) => url.replace(/#.*/, '').includes(secret))).toEqual([])
    expect(walk.requests.map(({ headers }) => headers['referer'] ?? '').filter((referer) => referer !== '')).toEqual([])
  })

  it('F10 keeps the token out of its log and its database', () => {
    expect(walk.log).toContain('GET /api/oauth/flows/f-17 200')
    expect(walk.log).not.toContain(secret)
    expect(walk.database.includes('oauth_flow')).toBe(true)
    expect(walk.database.includes(secret)).toBe(false)
  })

  it('stops in good order at Ctrl+C, and takes its files with it', async () => {
    expect(existsSync(walk.folder)).toBe(true)
    await example.interrupt()
    expect(example.printed()).toMatch(/ {2}stopped\n$/)
    expect(existsSync(walk.folder)).toBe(false)
  })
}
