import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { createTokenService, defineScope, memoryStore, type TokenService } from '@hallpass/core'
import { body, createConfirmPage, createGuard, type RequestView } from '@hallpass/http'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { startChromium } from './chromium.js'
import { type Answerer, type RecordingServer, recordingServer } from './recording-server.js'

const download = defineScope({
  name: 'download',
  routes: ['POST /files/:fileId'],
  resource: 'fileId',
  uses: 1,
  maxTtl: '1h',
})

describeWith('chromium', 'the page of confirmPage in Chromium', (program) => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let server: RecordingServer
  let elsewhere: RecordingServer
  let service: TokenService
  let token: string
  let link: string

  beforeAll(async () => {
    browser = await startChromium(program)
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    service = createTokenService({ scopes: [download], store: memoryStore() })
    token = (await service.mint(download, { resourceId: 'f-1' })).token
    server = await recordingServer(downloads(service))
    link = `${server.origin}/files/f-1?t=${token}`
    elsewhere = await recordingServer((_, response) => {
      const form = `<form method="post" action="${server.origin}/files/f-1"><input name="t" value="${token}"><button>win</button></form>`
      const mail = `${form}<a href="${link}">the report</a><iframe src="${link}"></iframe>`
      response.writeHead(200, { 'content-type': 'text/html' }).end(mail)
    })
    context = await browser.newContext()
    page = await context.newPage()
  })
  afterEach(async () => {
    await context.close()
    await Promise.all([server.close(), elsewhere.close()])
  })

  /** Another port would be another origin of the same site. */
  const otherSite = () => elsewhere.origin.replace('localhost', '127.0.0.1')

  const isUnspent = async () => (await service.validate(token, { method: 'POST', target: '/files/f-1' })).ok

  it('F5 spends nothing when it is opened, however often, and one use when its button is pressed', async () => {
    await page.goto(link)
    await page.reload()
    expect(await page.locator('h1').textContent()).toBe('Download the report')
    expect(await isUnspent()).toBe(true)
    await page.getByRole('button', { name: 'Download' }).click()
    await page.waitForURL(`${server.origin}/files/f-1?`)
    expect(await page.locator('body').textContent()).toBe('the file')
    expect(await isUnspent()).toBe(false)
    await page.goto(link)
    expect(await page.locator('h1').textContent()).toBe('This link has been used')
  })

  it('keeps the token out of the address, the Origin and the Referer of the POST', async () => {
    await page.goto(link)
    await page.getByRole('button').click()
    await page.waitForURL(`${server.origin}/files/f-1?`)
    const post = server.requests.find(({ method }) => method === 'POST')
    expect(post).toMatchObject({ url: '/files/f-1?', headers: { 'sec-fetch-site': 'same-origin', origin: 'null' } })
    expect(post?.headers.referer).toBeUndefined()
  })

  it('works by keyboard alone, and wears its stylesheet', async () => {
    await page.goto(link)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('button') as Element).cursor)).toBe(
      'pointer',
    )
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.origin}/files/f-1?`)
    expect(await page.locator('body').textContent()).toBe('the file')
  })

  it('fits a screen of 320 pixels, in the dark too', async () => {
    await page.setViewportSize({ width: 320, height: 480 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(link)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(22, 22, 22)')
  })

  it('F11 is not posted by the page of another site, also for a browser that has the cookie', async () => {
    await page.goto(link)
    await page.goto(otherSite())
    await page.getByRole('button', { name: 'win' }).click()
    await page.waitForURL(`${server.origin}/files/f-1`)
    expect(await page.locator('h1').textContent()).toBe('This came from another site')
    expect(await isUnspent()).toBe(true)
  })

  it('works in two tabs, each opened by a link on another site, as in a webmail', async () => {
    const [first, second] = [page, await context.newPage()]
    for (const tab of [first, second]) {
      await tab.goto(otherSite())
      await tab.getByRole('link').click()
      await tab.getByRole('button', { name: 'Download' }).waitFor()
    }
    await first.getByRole('button').click()
    await first.waitForURL(`${server.origin}/files/f-1?`)
    expect(await first.locator('body').textContent()).toBe('the file')
  })

  it('is not shown in a frame', async () => {
    await page.goto(otherSite())
    const frame = page.frames()[1]
    await frame?.waitForLoadState()
    expect(server.requests.some(({ url }) => url?.includes(token))).toBe(true)
    expect(await frame?.locator('button').count()).toBe(0)
  })

  it('tells a browser that keeps no cookies what to do', async () => {
    await page.goto(link)
    await context.clearCookies()
    await page.getByRole('button').click()
    await page.waitForURL(`${server.origin}/files/f-1?`)
    expect(await page.locator('h1').textContent()).toBe('Your browser sent no cookie')
    expect(await isUnspent()).toBe(true)
  })

  it('needs no script', async () => {
    const without = await browser.newContext({ javaScriptEnabled: false })
    const plain = await without.newPage()
    await plain.goto(link)
    await plain.getByRole('button').click()
    await plain.waitForURL(`${server.origin}/files/f-1?`)
    expect(await isUnspent()).toBe(false)
    await without.close()
  })
})

/** A server without a framework: the page that confirms, the guard behind it, and the file behind that. */
function downloads(service: TokenService): Answerer {
  const confirm = createConfirmPage(service, download, {
    title: 'Download the report',
    text: 'It can be downloaded once.',
    button: 'Download',
  })
  const guard = createGuard(service, download, { from: [body('t')] })
  return async (request, response, form) => {
    const view = viewOf(request, form)
    const confirmed = await confirm(view)
    const answer = confirmed.kind === 'pass_on' ? await guard(view) : confirmed
    if (answer.kind === 'pass') return void response.end('the file')
    if (answer.kind === 'show' && answer.setCookie) response.setHeader('set-cookie', answer.setCookie)
    response.writeHead(answer.status, answer.headers as OutgoingHttpHeaders).end(answer.body)
  }
}

function viewOf(request: IncomingMessage, form: string): RequestView {
  const { method = '', url: target = '', rawHeaders } = request
  const body = Object.fromEntries(new URLSearchParams(form))
  return { request, key: request, method, target, unchanged: true, rawHeaders, body, params: { fileId: 'f-1' } }
}
