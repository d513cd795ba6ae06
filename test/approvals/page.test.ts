import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../browser/chromium.js'
import { recordingServer } from '../browser/recording-server.js'
import { describeWith } from '../describe-with.js'
import { actionOf } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { command } from './command-scope.js'
import { FRAMEWORKS, told, type World, withWorld } from './world.js'

/** An operator at a browser, and what the browser complained of. */
interface Operator {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: readonly string[]
}

describeWith('chromium', 'the approval page in Chromium', (program) => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startChromium(program)
  })
  afterAll(() => browser?.close())

  /** Signs ann in, in a browser of her own. */
  async function signIn({ origin }: World, options: BrowserContextOptions = {}): Promise<Operator> {
    const context = await browser.newContext(options)
    await context.addCookies([{ name: 'session', value: 'ann-is-here', url: origin }])
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    return { context, page, complaints }
  }

  /** How far from the left a character of a text is drawn. */
  const drawnAt = (text: Locator, index: number) =>
    text.evaluate((element, at) => {
      const range = document.createRange()
      range.setStart(element.firstChild as Node, at)
      range.setEnd(element.firstChild as Node, at + 1)
      return range.getBoundingClientRect().left
    }, index)

  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
  const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()
  const status = (page: Page) => page.locator('.status').textContent()

  describe.each(FRAMEWORKS)('on $name', (framework) => {
    it('B1 shows what arrives by itself, and approves it: the agent runs its command once', () =>
      withWorld(framework, {}, async (world) => {
        const { page, complaints } = await signIn(world)
        await page.goto(`${world.origin}/approvals`)
        await heading(page, 'Nothing waits for approval')
        const { token } = await world.ask()
        await heading(page, '1 request waits for approval')
        await said(page, '1 request waits for approval.')
        expect(await page.title()).toBe('1 request waits for approval')
        await page.getByRole('link', { name: 'run_command c-1' }).click()
        await heading(page, 'run_command c-1')
        expect(told(await world.run(token))).toEqual([403, 'approval_pending'])
        await page.getByRole('button', { name: 'Approve' }).click()
        await page.getByText('Approved.').waitFor()
        expect(await page.locator('dd', { hasText: 'by ann' }).count()).toBe(1)
        expect((await world.run(token)).body).toBe('ran')
        expect(told(await world.run(token))).toEqual([401, 'token_consumed'])
        await page.reload()
        expect(await status(page)).toBe('Approved, and used up.')
        expect(world.ran).toEqual(['c-1'])
        expect(complaints).toEqual([])
      }))

    it('B11 denies by keyboard alone, in two steps, and keeps the note', () =>
      withWorld(framework, { placement: 'router' }, async (world) => {
        const { token, id } = await world.ask()
        const { page } = await signIn(world)
        await page.goto(`${world.origin}/admin/desk/approvals/`)
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await heading(page, 'run_command c-1')
        await page.keyboard.press('Tab')
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Approve')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        await page.keyboard.type('not on a Friday')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.getByText('Denied.').waitFor()
        expect((await world.service.get(id))?.decisions).toMatchObject([
          { what: 'denied', by: 'ann', note: 'not on a Friday' },
        ])
        expect(told(await world.run(token))).toEqual([403, 'approval_denied'])
      }))
  })

  it('leaves alone what somebody writes while others ask, and shows what another operator decides', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const { id } = await world.ask()
      const { page } = await signIn(world)
      await page.goto(`${world.origin}/approvals/${id}`)
      await page.getByText('Deny …').click()
      await page.getByLabel('Why?').fill('half a sent')
      const looked = page.waitForResponse((response) => response.url().endsWith(id))
      await world.ask({ commandId: 'c-2' })
      await (await looked).finished()
      await page.getByLabel('Why?').pressSequentially('ence')
      expect(await page.getByLabel('Why?').inputValue()).toBe('half a sentence')
      await world.service.approve(id, { by: 'bob' })
      await said(page, 'Approved.')
      expect(await page.locator('form').count()).toBe(0)
    }))

  it('keeps the keyboard at the link where it was when the list changes', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const { id } = await world.ask()
      const { page } = await signIn(world)
      await page.goto(`${world.origin}/approvals`)
      await page.keyboard.press('Tab')
      await world.ask({ commandId: 'c-2' })
      await said(page, '2 requests wait for approval.')
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(`./approvals/${id}`)
      await world.service.deny(id, { by: 'bob' })
      await said(page, '1 request waits for approval.')
      expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-shown'))).toBe(true)
    }))

  it('refuses a decision on what changed in between, and leads back to it', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const { id } = await world.ask()
      const { page } = await signIn(world)
      await page.goto(`${world.origin}/approvals/${id}`)
      await page.evaluate(() => document.querySelector('[name=revision]')?.setAttribute('value', 'of another version'))
      await page.getByRole('button', { name: 'Approve' }).click()
      await heading(page, 'It changed in between')
      expect((await world.service.get(id))?.status).toBe('pending')
      await page.getByRole('link', { name: 'Look at it again' }).click()
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText('Approved.').waitFor()
    }))

  it('works without script', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const [first, second] = [await world.ask(), await world.ask({ commandId: 'c-2' })]
      const { page } = await signIn(world, { javaScriptEnabled: false })
      await page.goto(`${world.origin}/approvals`)
      await page.getByRole('link', { name: 'run_command c-1' }).click()
      await world.service.deny(first.id, { by: 'bob' })
      await page.getByRole('button', { name: 'Approve' }).click()
      await heading(page, 'It was denied already')
      await page.getByRole('link', { name: 'Look at it again' }).click()
      await expect.poll(() => status(page)).toBe('Denied.')
      await page.getByRole('link', { name: 'See what waits for approval' }).click()
      await page.getByRole('link', { name: 'run_command c-2' }).click()
      await page.getByText('Deny …').click()
      await page.getByRole('button', { name: 'Deny for good' }).click()
      await expect.poll(() => status(page)).toBe('Denied.')
      expect((await world.service.get(second.id))?.decisions).toMatchObject([{ what: 'denied', by: 'ann' }])
    }))

  it('counts the time down in the words of the server', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const { id } = await world.ask()
      const { page } = await signIn(world)
      await page.clock.install({ time: 0 })
      await page.clock.pauseAt(1000)
      await page.goto(`${world.origin}/approvals/${id}`)
      expect(await status(page)).toBe('Waits for approval. 5 min 0 s left.')
      await page.clock.runFor(70_000)
      expect(await status(page)).toBe('Waits for approval. 3 min 50 s left.')
      await page.clock.runFor(400_000)
      expect(await status(page)).toBe('Waits for approval. 0 min 0 s left.')
    }))

  it('says so when it cannot keep itself up to date, and recovers', () =>
    withWorld(EXPRESS, {}, async (world) => {
      const { page, context } = await signIn(world)
      await page.goto(`${world.origin}/approvals`)
      await heading(page, 'Nothing waits for approval')
      const cookies = await context.cookies()
      await context.clearCookies()
      await world.ask()
      await said(page, 'This page is no longer up to date. Load it again.')
      await context.addCookies(cookies)
      await world.ask({ commandId: 'c-2' })
      await said(page, '2 requests wait for approval.')
    }))

  it('fits a screen of 320 pixels, in the dark too, with the longest of words', () =>
    withWorld(EXPRESS, { options: { metadata: true } }, async (world) => {
      const { id } = await world.ask({ createdBy: 'x'.repeat(300) })
      const { page } = await signIn(world, { viewport: { width: 320, height: 640 }, colorScheme: 'dark' })
      for (const path of ['/approvals', `/approvals/${id}`]) {
        await page.goto(world.origin + path)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(22, 22, 22)')
      }
    }))

  it('B12 draws what was asked for in its own order, whatever letters stand before it', () =>
    withWorld(EXPRESS, { options: { metadata: true } }, async (world) => {
      const { id } = await world.service.mint(command, {
        ...{ resourceId: 'c-1', name: 'שלום', createdBy: 'אבג', fingerprint: actionOf('pay') },
        bindings: { session: 's-1' },
        metadata: { amount: '5 000 100' },
      })
      const { page } = await signIn(world)
      await page.goto(`${world.origin}/approvals/${id}`)
      const amount = page.locator('code', { hasText: '5 000 100' })
      expect(await drawnAt(amount, 0)).toBeLessThan(await drawnAt(amount, 8))
      await page.goto(`${world.origin}/approvals/`)
      expect(await drawnAt(page.locator('li b'), 0)).toBeLessThan(await drawnAt(page.locator('li time'), 0))
    }))

  it.each(['localhost', '127.0.0.1'])(
    'is neither framed nor posted to by a page of another origin at %s, in the operator’s own browser',
    (host) =>
      withWorld(EXPRESS, {}, async (world) => {
        const { id } = await world.ask()
        const target = `${world.origin}/approvals/${id}`
        const field = `<input name="revision" value="${await world.revision(id)}">`
        const evil = await recordingServer((_, response) => {
          const form = `<form method="post" action="${target}/approve">${field}<button>win</button></form>`
          response.writeHead(200, { 'content-type': 'text/html' }).end(`${form}<iframe src="${target}"></iframe>`)
        })
        const { page } = await signIn(world)
        const framed = page.waitForEvent('requestfailed', (request) => request.url() === target)
        await page.goto(evil.origin.replace('localhost', host))
        await framed
        expect(await page.frames()[1]?.locator('button').count()).toBe(0)
        await page.getByRole('button', { name: 'win' }).click()
        await heading(page, 'This came from another site')
        expect((await world.service.get(id))?.status).toBe('pending')
        await evil.close()
      }),
  )
})
