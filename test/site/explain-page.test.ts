import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ExplainCase, explainCase } from '../../docs/.vitepress/theme/explain/explain-case.js'
import { TOKEN_STATES, type TokenState } from '../../docs/.vitepress/theme/explain/token-states.js'
import { startChromium } from '../browser/chromium.js'
import type { RecordingServer } from '../browser/recording-server.js'
import { describeWith } from '../describe-with.js'
import { buildSite, serveFolder } from './built-site.js'

/** What the page begins with. */
const FIRST: ExplainCase = {
  routes: 'GET /api/flows/:flowId\nPOST /api/flows/:flowId/start',
  resource: 'flowId',
  resourceId: 'f-17',
  session: '',
  state: 'active',
  minutes: 5,
  method: 'GET',
  target: '/api/flows/f-18',
  from: '',
}
const OWN = { target: '/api/flows/f-17' }

/** What is chosen, and the reason of the refusal; `undefined` where the token opens the request. */
const CASES: readonly (readonly [change: Partial<ExplainCase>, reason: string | undefined])[] = [
  [{}, 'route_not_allowed'],
  [OWN, undefined],
  [{ target: '/api/flows/f%2D17' }, undefined],
  [{ target: '/api/flows/f-17/' }, 'route_not_allowed'],
  [{ target: '/api/flows/x/../f-17' }, 'route_not_allowed'],
  [{ ...OWN, method: 'HEAD' }, 'route_not_allowed'],
  [{ ...OWN, minutes: 15 }, 'expired'],
  [{ ...OWN, session: 's-1' }, 'context_mismatch'],
  [{ ...OWN, session: 's-1', from: 's-1' }, undefined],
  [{ routes: 'DELETE /a/:id', resource: 'id', method: 'DELETE', target: '/a/f-17' }, undefined],
]

const REASONS: Readonly<Record<TokenState, string | undefined>> = {
  active: undefined,
  pending: 'pending',
  approved: undefined,
  denied: 'denied',
  revoked: 'revoked',
  consumed: 'consumed',
  reserved: 'reserved',
  none: 'missing',
  mistyped: 'malformed',
  foreign: 'unknown',
  undeclared: 'scope_unknown',
  disabled: 'disabled',
}
const START = { method: 'POST', target: '/api/flows/f-17/start' }

describeWith('chromium', 'the site in Chromium', (program) => {
  let browser: Browser
  let server: RecordingServer
  let page: Page

  beforeAll(async () => {
    server = await serveFolder(await buildSite())
    browser = await startChromium(program)
  }, 400_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    page = await browser.newPage()
    return () => page.close()
  })

  it('explains requests as the service of Node does', async () => {
    await open('/explain.html')
    const states = Object.keys(TOKEN_STATES) as TokenState[]
    const inStates = states.map((state) => [{ ...START, state }, REASONS[state]] as const)
    for (const [change, reason] of [...CASES, ...inStates]) {
      const chosen = { ...FIRST, ...change }
      await choose(chosen)
      const explained = await explainCase(chosen)
      if ('error' in explained) throw new Error(explained.error)
      expect(explained.explanation.reason).toBe(reason)
      await expect.poll(shown, { message: JSON.stringify(change) }).toEqual({
        verdict: reason === undefined ? `Opened by the route ${explained.explanation.route}` : `Refused: ${reason}`,
        checks: explained.explanation.checks.map(({ check, verdict }) => [check, verdict]),
      })
    }
  })

  it('says what the package throws where the scope is wrong', async () => {
    await open('/explain.html')
    await page.fill('#routes', 'GET /api/flows')
    const explained = await explainCase({ ...FIRST, routes: 'GET /api/flows' })
    await expect
      .poll(async () => (await shown()).verdict)
      .toBe(`Thrown. ${'error' in explained ? explained.error : ''}`)
    expect(JSON.stringify(explained)).toContain('ERR_SCOPE_PLACEHOLDER')
  })

  it('finds pages by their words, and asks no other host', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await open('/')
    await page.getByRole('button', { name: 'Search' }).first().click()
    await page.fill('#localsearch-input', 'prefetch')
    await page.locator('.VPLocalSearchBox .result').first().click()
    await page.waitForURL(/\.html/)
    expect(new Set(asked)).toEqual(new Set([server.origin]))
  })

  it.each(['/', '/explain.html', '/security.html', '/quickstart-express.html'])(
    'fits a screen of 320 pixels, in the dark too: %s',
    async (path) => {
      await page.setViewportSize({ width: 320, height: 640 })
      await page.emulateMedia({ colorScheme: 'dark' })
      await open(path)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 25, 26)')
    },
  )

  /** The page as it is once Vue has taken it over: what is clicked or typed before that is lost. */
  async function open(path: string) {
    await page.goto(server.origin + path)
    await page.waitForFunction(() => Object.hasOwn(document.querySelector('#app') ?? {}, '__vue_app__'))
  }

  async function choose({ method, state, minutes, routes, resource, resourceId, session, target, from }: ExplainCase) {
    await page.selectOption('#method', method)
    await page.selectOption('#state', state)
    await page.fill('#minutes', String(minutes))
    await page.fill('#routes', routes)
    await page.fill('#resource', resource)
    await page.fill('#resource-id', resourceId)
    await page.fill('#session', session)
    await page.fill('#target', target)
    await page.fill('#from', from)
  }

  async function shown() {
    return page.evaluate(() => ({
      verdict: document.querySelector('.verdict')?.textContent?.trim(),
      checks: [...document.querySelectorAll<HTMLElement>('.explained li')].map(({ dataset }) => [
        dataset['check'],
        dataset['verdict'],
      ]),
    }))
  }
})
