import { createTokenService, memoryStore } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import type { Browser, Page } from 'playwright-core'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../examples/express-oauth-flow/src/app.js'
import { createFlows } from '../../examples/express-oauth-flow/src/flows.js'
import { oauthFlow } from '../../examples/express-oauth-flow/src/scopes.js'
import { startChromium } from '../browser/chromium.js'
import { describeWith } from '../describe-with.js'
import { allow, arrive, connect, heading, openDeadLink, openLink, signIn } from './oauth-pages.js'
import { runOAuthExample, withOAuthExample } from './running-oauth-example.js'
import { withDatabase } from './temporary-database.js'

const look = { method: 'GET', target: '/api/oauth/flows/f-17' }

/** What a service of another process, with the same database, says to a token. */
async function saidOf(token: string, database: string): Promise<string> {
  const service = createTokenService({ scopes: [oauthFlow], store: sqliteStore(database) })
  const answer = await service.validate(token, look)
  await service.close()
  return answer.ok ? 'ok' : answer.refusal.reason
}

describe('the tokens of a flow', () => {
  afterEach(() => void vi.useRealTimers())

  it('A18 die when the application is stopped before the flow ended', () =>
    withDatabase(async (database) => {
      const example = await runOAuthExample(database)
      const { minted } = await example.invite()
      expect(await saidOf(minted.token, database)).toBe('ok')
      await example.stop()
      expect(await saidOf(minted.token, database)).toBe('revoked')
      expect(example.log).toEqual(['flow f-17 abandoned'])
    }))

  it('A18 die at the next start where the application crashed', () =>
    withDatabase(async (database) => {
      const crashed = createTokenService({ scopes: [oauthFlow], store: sqliteStore(database) })
      const { token } = await crashed.mint(oauthFlow, { resourceId: 'f-17' })
      await crashed.close()
      const example = await runOAuthExample(database)
      expect(await saidOf(token, database)).toBe('revoked')
      await example.stop()
    }))

  it('die at the deadline of the flow, which is told as abandoned', async () => {
    vi.useFakeTimers()
    const ends: unknown[] = []
    const service = createTokenService({ scopes: [oauthFlow], store: memoryStore() })
    const flows = createFlows(service, (id, { how }) => ends.push([id, how]))
    const { minted } = await flows.open()
    await vi.advanceTimersByTimeAsync(minted.expiresAt.getTime() - Date.now() - 1)
    expect([ends, (await service.validate(minted.token, look)).ok]).toEqual([[], true])
    await vi.advanceTimersByTimeAsync(1)
    expect([ends, (await service.validate(minted.token, look)).ok]).toEqual([[['f-17', 'abandoned']], false])
    expect(flows.find('f-17')).toBeUndefined()
  })
})

describe('a sign-in', () => {
  it('does not open a flow again that ended while it was prepared', async () => {
    const service = createTokenService({ scopes: [oauthFlow], store: memoryStore() })
    const flows = createFlows(service, () => {})
    const { flow, minted } = await flows.open()
    const begin = async () => {
      await flows.end(flow.id, { how: 'failed' })
      return { url: new URL('http://provider.test/auth'), attempt: { state: 's', nonce: 'n', codeVerifier: 'v' } }
    }
    const signIn = { begin, finish: () => Promise.reject(new Error('nobody came back')) }
    const app = createApp({ service, flows, signIn, publicUrl: new URL('http://app.test'), log: () => {} })
    const answer = await request(app).post('/api/oauth/flows/f-17/start').set('Authorization', `Bearer ${minted.token}`)
    expect([answer.status, answer.body]).toEqual([404, { code: 'flow_ended' }])
    expect(flows.findByState('s')).toBeUndefined()
  })
})

describeWith('chromium', 'a flow in a browser', (chromium) => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startChromium(chromium)
  })

  afterAll(() => browser?.close())

  const newPage = async (): Promise<Page> => (await browser.newContext()).newPage()

  it('ends, and its link with it, when somebody cancels at the provider', () =>
    withOAuthExample(async ({ invite, log }) => {
      const { link } = await invite()
      const page = await newPage()
      await openLink(page, link)
      await connect(page)
      await page.getByRole('button', { name: 'Cancel' }).click()
      expect(await arrive(page)).toBe('Not connected')
      expect(log).toContain('flow f-17 failed')
      expect(await openDeadLink(await newPage(), link)).toContain('This link is closed')
    }))

  it('goes on with the sign-in that was started last, when its link is opened twice', () =>
    withOAuthExample(async ({ invite, log }) => {
      const { link } = await invite()
      const first = await newPage()
      await openLink(first, link)
      await connect(first)
      const second = await first.context().newPage()
      await openLink(second, link)
      await connect(second)
      await signIn(first, 'Ada')
      expect(await allow(first)).toBe('This sign-in did not start here')
      await signIn(second, 'Ada')
      expect(await arrive(second)).toBe('Connected')
      expect(log.filter((line) => line.startsWith('flow'))).toEqual(['flow f-17 connected ada@example.test'])
    }))

  it('is not what the page shows after a reload, since the page forgot the token', () =>
    withOAuthExample(async ({ invite }) => {
      const page = await newPage()
      await openLink(page, (await invite()).link)
      await page.reload()
      await page.getByRole('heading', { name: 'This link is not complete' }).waitFor()
      expect(await page.getByRole('button', { name: 'Connect' }).isVisible()).toBe(false)
    }))

  it('is not connected to the account of somebody who was handed the address of the provider', () =>
    withOAuthExample(async ({ invite, log }) => {
      const mallory = await newPage()
      await openLink(mallory, (await invite()).link)
      const victim = await newPage()
      await victim.goto(await authorizationUrlOf(mallory))
      await signIn(victim, 'Victim')
      expect(await allow(victim)).toBe('This sign-in did not start here')
      expect(log.filter((line) => line.startsWith('flow'))).toEqual([])
    }))

  it('is finished once: the same callback again leads nowhere', () =>
    withOAuthExample(async ({ invite, log }) => {
      const page = await newPage()
      await openLink(page, (await invite()).link)
      await connect(page)
      await signIn(page, 'Ada')
      const callback = page.waitForRequest((sent) => sent.url().includes('/oauth/callback?'))
      const cookies = await page.context().cookies()
      expect(await allow(page)).toBe('Connected')
      await page.context().addCookies(cookies)
      await page.goto((await callback).url())
      expect(await heading(page)).toBe('This sign-in did not start here')
      expect(log.filter((line) => line.startsWith('flow'))).toEqual(['flow f-17 connected ada@example.test'])
    }))

  it('fails where the code in the callback is not the one of its sign-in', () =>
    withOAuthExample(async ({ invite, log, providerUrl }) => {
      const { link } = await invite()
      const page = await newPage()
      await openLink(page, link)
      const asked = new URL(await authorizationUrlOf(page)).searchParams
      const answer = { code: 'another', state: asked.get('state') ?? '', iss: providerUrl.origin }
      await page.goto(`${asked.get('redirect_uri')}?${new URLSearchParams(answer)}`)
      expect(await heading(page)).toBe('Not connected')
      expect(log).toContain('flow f-17 failed')
      expect(await openDeadLink(await newPage(), link)).toContain('This link is closed')
    }))
})

/** Presses the button, and tells where that led. */
async function authorizationUrlOf(page: Page): Promise<string> {
  const asked = page.waitForRequest((sent) => new URL(sent.url()).pathname === '/auth')
  await connect(page)
  return (await asked).url()
}
