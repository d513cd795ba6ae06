import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CapturedToken } from '@hallpass/client'
import { tokenLink } from '@hallpass/http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { startChromium } from './chromium.js'
import { type Answerer, type RecordingServer, recordingServer } from './recording-server.js'

const TOKEN = `hp_0Rk3dXqTz81VbN5m${'s'.repeat(32)}1aB2cD`
const SCRIPT = readFileSync(createRequire(import.meta.url).resolve('@hallpass/client/capture-token.js'))

declare global {
  interface Window {
    link: CapturedToken
  }
}

describeWith('chromium', 'captureToken in Chromium', (program) => {
  let browser: Browser
  let page: Page
  let home: RecordingServer
  let elsewhere: RecordingServer

  beforeAll(async () => {
    browser = await startChromium(program)
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    elsewhere = await recordingServer((_, response) => {
      response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }).end('{}')
    })
    home = await recordingServer(answerAtHome(() => elsewhere.origin))
    page = await browser.newPage()
  })
  afterEach(async () => {
    await page.close()
    await Promise.all([home.close(), elsewhere.close()])
  })

  /** Opens the link as a person does, and waits for the page's script. */
  async function open(path: string): Promise<void> {
    await page.goto(`${home.origin}/start`)
    await page.goto(tokenLink(`${home.origin}${path}`, TOKEN))
    await page.waitForFunction(() => window.link)
  }

  /** What a fetch of the page comes to: the body, or the name of the error. */
  function fetched(input: string, init?: RequestInit): Promise<string> {
    return page.evaluate(
      ([input, init]) =>
        window.link.fetch(input, init).then(
          (answer) => answer.text(),
          (error) => error.name,
        ),
      [input, init] as const,
    )
  }

  const sentToken = (server: RecordingServer) =>
    server.requests.filter(({ headers }) => JSON.stringify(headers).includes(TOKEN)).map(({ url }) => url)

  it('A21 takes the token out of the address bar and of the session history', async () => {
    await open('/connect?flow=f-17#foo=bar')
    const left = `${home.origin}/connect?flow=f-17#foo=bar`
    expect(page.url()).toBe(left)
    expect(await page.evaluate(() => [document.URL, window.link.present, history.length])).toEqual([left, true, 3])
    await page.goBack()
    await page.goForward()
    expect(page.url()).toBe(left)
    await page.waitForFunction(() => window.link)
    expect(await page.evaluate(() => window.link.present)).toBe(false)
  })

  it('A21 sends the token to the own origin, with what the page sends', async () => {
    await open('/connect')
    expect(await fetched('/api/flows/f-17')).toBe('home')
    expect(
      await fetched('api', { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } }),
    ).toBe('home')
    expect(home.requests.at(-1)).toMatchObject({ method: 'POST', url: '/api', body: '{"a":1}' })
    expect(home.requests.at(-1)?.headers).toMatchObject({
      'x-hallpass-token': TOKEN,
      'content-type': 'application/json',
      'sec-fetch-mode': 'same-origin',
    })
    expect(sentToken(home)).toEqual(['/api/flows/f-17', '/api'])
  })

  it('A21 sends nothing at all to another origin, in whatever way it is named', async () => {
    await open('/connect')
    const { host } = new URL(elsewhere.origin)
    for (const address of [elsewhere.origin, `//${host}/api`, `\\\\${host}/api`, `http:\\\\${host}`])
      expect(await fetched(address, { mode: 'no-cors' })).toBe('SecurityError')
    expect(await fetched(home.origin.replace('localhost', '127.0.0.1'))).toBe('SecurityError')
    expect(elsewhere.requests).toEqual([])
    expect(sentToken(home)).toEqual([])
  })

  it('A21 sends nothing to a blob of its own page, nor to data', async () => {
    await open('/connect')
    const blob = await page.evaluate(() => URL.createObjectURL(new Blob(['blob'])))
    expect(blob).toContain(`blob:${home.origin}/`)
    expect(await fetched(blob)).toBe('SecurityError')
    expect(await fetched('data:text/plain,hello')).toBe('SecurityError')
  })

  it.each(['/redirect-elsewhere', '/redirect-home'])('A21 follows no redirect: %s', async (path) => {
    await open('/connect')
    expect(await fetched(path, { redirect: 'follow' })).toBe('TypeError')
    expect(elsewhere.requests).toEqual([])
    expect(sentToken(home)).toEqual([path])
  })

  it('A21 keeps the token at home on a page whose <base> is elsewhere', async () => {
    await open('/based')
    expect(page.url()).toBe(`${home.origin}/based`)
    expect(await page.evaluate(() => document.baseURI)).toBe(`${elsewhere.origin}/`)
    expect(await fetched('/api')).toBe('SecurityError')
    expect(elsewhere.requests).toEqual([])
  })

  it('A21 leaves the token out of every address, Referer and log', async () => {
    await open('/connect')
    await fetched('/api')
    await page.click('a')
    await page.waitForURL(`${elsewhere.origin}/`)
    const addresses = [...home.requests, ...elsewhere.requests].map(({ url, headers }) => [url, headers.referer])
    expect(addresses.length).toBeGreaterThan(4)
    expect(JSON.stringify(addresses)).not.toContain(TOKEN.slice(0, 20))
  })

  it('without a token says so and asks all the same', async () => {
    await page.goto(`${home.origin}/connect#section`)
    await page.waitForFunction(() => window.link)
    expect(page.url()).toBe(`${home.origin}/connect#section`)
    expect(await page.evaluate(() => window.link.present)).toBe(false)
    expect(await fetched('/api')).toBe('home')
    expect(sentToken(home)).toEqual([])
  })
})

/** The pages of the test, and an API that answers anything. */
function answerAtHome(elsewhere: () => string): Answerer {
  const script =
    '<script type="module">import { captureToken } from "SELF/capture-token.js"; window.link = captureToken()</script>'
  return (request, response) => {
    const self = `http://${request.headers.host}`
    const html = (head: string) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<!doctype html>${head}<title>Connect</title>${script.replace('SELF', self)}<a href="${elsewhere()}">leave</a>`,
        )
    const { pathname } = new URL(request.url ?? '/', self)
    if (pathname === '/capture-token.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(SCRIPT)
    if (pathname === '/connect' || pathname === '/start') return html('')
    if (pathname === '/based') return html(`<base href="${elsewhere()}/">`)
    if (pathname === '/redirect-home') return response.writeHead(307, { location: '/api' }).end()
    if (pathname === '/redirect-elsewhere') return response.writeHead(307, { location: `${elsewhere()}/api` }).end()
    return response.writeHead(200).end('home')
  }
}
