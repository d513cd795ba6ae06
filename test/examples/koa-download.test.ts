import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findStatement } from '../../examples/koa-download/src/statement.js'
import { startChromium } from '../browser/chromium.js'
import { describeWith } from '../describe-with.js'
import { traceRequests } from './browser-trace.js'
import { curlLines, tryLines } from './curl-lines.js'
import { withDownloadExample } from './running-download-example.js'
import { startExampleProcess } from './started-example.js'
import { bytesIn } from './temporary-database.js'

const STATEMENT = '2026-10'

/** What the file must hold. */
const expected = () => text(findStatement(STATEMENT)?.read() ?? Readable.from([]))

/** Presses the button, and reads the file that comes. */
async function pressDownload(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), pressButton(page)])
  return readFile(await download.path(), 'utf8')
}

const pressButton = (page: Page) => page.getByRole('button', { name: 'Download' }).click()

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent()

describeWith('curl', 'the download example', () => {
  it('answers the printed lines as it promises, and keeps the token out of its log', async () => {
    const example = await startExampleProcess('koa-download', /the file comes once\.\n\n {2}\S+\n/)
    const instructions = example.printed()
    const tried = await tryLines(curlLines(instructions))
    await example.prints(/POST \S+ 403/)
    await example.interrupt()
    const log = example.printed().slice(instructions.length)
    expect(tried.map(({ status }) => status)).toEqual([200, 200, 403])
    expect(tried.map(({ answer }) => answer.status)).toEqual([200, 200, 403])
    expect(log).toMatch(/GET \/downloads\/2026-10\?t=hp_\w{16}… 200/)
    expect(log).not.toMatch(/hp_\w{17}/)
    expect(log).toMatch(/ {2}stopped\n$/)
  })
})

describeWith('chromium', 'a link that downloads once', (chromium) => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startChromium(chromium)
  })

  afterAll(() => browser?.close())

  const newPage = async (options?: BrowserContextOptions): Promise<Page> =>
    (await browser.newContext(options)).newPage()

  it('F5 is not used up by what scanners, previews and prefetches do', () =>
    withDownloadExample(async ({ invite, log }) => {
      const link = await invite(STATEMENT)
      const looks: readonly RequestInit[] = [
        {},
        { method: 'HEAD' },
        ...['Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'].map((name) => ({ headers: { [name]: 'prefetch' } })),
        { headers: { 'User-Agent': 'Mozilla/5.0 (compatible; LinkPreview)' } },
      ]
      for (const look of looks) expect((await fetch(link, look)).headers.get('content-type')).not.toContain('csv')
      for (const javaScriptEnabled of [true, false]) {
        const page = await newPage({ javaScriptEnabled })
        await page.goto(link.href, { waitUntil: 'networkidle' })
        expect(await heading(page)).toBe('Your bank statement')
      }
      expect(log.filter((line) => line.startsWith('POST'))).toEqual([])
      const page = await newPage()
      await page.goto(link.href)
      expect(await pressDownload(page)).toBe(await expected())
    }))

  it('F5 is not used up by a program that sends the form without having been shown it', () =>
    withDownloadExample(async ({ invite }) => {
      const link = await invite(STATEMENT)
      const form = new URLSearchParams({ t: link.searchParams.get('t') ?? '' })
      for (const target of [link, new URL(link.pathname, link)])
        expect((await fetch(target, { method: 'POST', body: form })).status).toBe(403)
      const page = await newPage()
      await page.goto(link.href)
      expect(await pressDownload(page)).toBe(await expected())
    }))

  it.each([
    ['with script', true],
    ['without script', false],
  ])('brings the file at a click, and says at a second one that it was used, %s', (_, javaScriptEnabled) =>
    withDownloadExample(async ({ invite }) => {
      const page = await newPage({ javaScriptEnabled })
      await page.goto((await invite(STATEMENT)).href)
      expect(await pressDownload(page)).toBe(await expected())
      await pressButton(page)
      await page.getByRole('heading', { name: CONSUMED }).waitFor()
      expect(await page.getByRole('button').count()).toBe(0)
    }),
  )

  it('says that it was used when it is opened again', () =>
    withDownloadExample(async ({ invite }) => {
      const link = await invite(STATEMENT)
      const page = await newPage()
      await page.goto(link.href)
      await pressDownload(page)
      const again = await newPage()
      expect((await again.goto(link.href))?.status()).toBe(401)
      expect(await heading(again)).toBe(CONSUMED)
    }))

  it('brings the file once where two tabs press the button at once', () =>
    withDownloadExample(async ({ invite, log }) => {
      const link = await invite(STATEMENT)
      const first = await newPage()
      const second = await first.context().newPage()
      for (const page of [first, second]) await page.goto(link.href)
      const downloads: Page[] = []
      for (const page of [first, second]) page.on('download', () => downloads.push(page))
      await Promise.all([pressButton(first), pressButton(second)])
      await expect
        .poll(() => log.filter((line) => line.startsWith('POST')).sort())
        .toEqual(['POST /downloads/2026-10? 200', 'POST /downloads/2026-10? 401'])
      await expect.poll(() => downloads).toHaveLength(1)
    }))

  it('F10 shows its token to no other page, and keeps it out of log and database', () =>
    withDownloadExample(async ({ invite, log, database }) => {
      const link = await invite(STATEMENT)
      const secret = link.href.slice(-38)
      const page = await newPage()
      const requests = traceRequests(page.context())
      await page.goto(link.href)
      await pressDownload(page)
      await pressButton(page)
      await page.getByRole('heading', { name: CONSUMED }).waitFor()
      const sent = await requests()
      expect(sent.map(({ method, headers }) => [method, headers['referer']])).toEqual([
        ['GET', undefined],
        ['POST', undefined],
        ['POST', undefined],
      ])
      expect(page.url()).not.toContain(secret)
      expect(log).toHaveLength(3)
      expect(log.join()).not.toContain(secret)
      const bytes = bytesIn(dirname(database))
      expect([bytes.includes('download'), bytes.includes(secret)]).toEqual([true, false])
    }))
})

const CONSUMED = 'This link has been used'
