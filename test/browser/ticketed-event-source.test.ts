import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TicketedEventSource } from '@hallpass/client'
import { createTokenService, defineScope, memoryStore, type TokenService } from '@hallpass/core'
import { guard, query, validatedToken, watchToken } from '@hallpass/express'
import express, { type Response } from 'express'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { mustRun } from '../house/run.js'
import { startChromium } from './chromium.js'

declare global {
  interface Window {
    heard: string[]
    stream: TicketedEventSource
    openStream(token: string): void
    openBare(ticket: string): void
  }
}

const events = defineScope({
  name: 'events',
  routes: [{ method: 'GET', path: '/events/:stream', spends: true }],
  resource: 'stream',
  maxTtl: '1h',
})
const page = defineScope({
  name: 'page',
  routes: [{ method: 'POST', path: '/tickets/:stream', spends: false }],
  resource: 'stream',
  includes: [events],
  maxTtl: '1h',
})

describeWith('chromium', 'ticketedEventSource in Chromium', (program) => {
  let browser: Browser
  let tab: Page
  let service: TokenService
  let desk: Desk
  let server: Server
  let scripts: string

  beforeAll(async () => {
    scripts = await compiledClient()
    browser = await startChromium(program)
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(scripts, { recursive: true, force: true })
  })

  beforeEach(async () => {
    service = createTokenService({ scopes: [page, events], store: memoryStore() })
    desk = createDesk(service, scripts)
    server = createServer(desk.app)
    await new Promise<void>((resolve) => server.listen(0, resolve))
    tab = await browser.newPage()
    await tab.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    await tab.waitForFunction(() => window.openStream)
  })
  afterEach(async () => {
    await tab.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const hears = (count: number) => tab.waitForFunction((wanted) => window.heard.length >= wanted, count)

  it('opens again with a ticket of its own each time that the connection ends, and knows where it was', async () => {
    const { token } = await service.mint(page, { resourceId: 's-1' })
    await tab.evaluate((secret) => window.openStream(secret), token)
    for (const count of [1, 2]) {
      await hears(count)
      desk.open.at(-1)?.end()
    }
    await hears(3)
    expect(desk.answered).toEqual([
      [200, undefined],
      [200, '1'],
      [200, '2'],
    ])
    expect(await tab.evaluate(() => window.heard)).toEqual(['event 1', 'event 2', 'event 3'])
    expect(new Set(desk.tickets).size).toBe(3)
  })

  it('ends when the token that took the tickets is revoked', async () => {
    const { id, token } = await service.mint(page, { resourceId: 's-1' })
    await tab.evaluate((secret) => window.openStream(secret), token)
    await hears(1)
    await service.revoke(id, { by: 'ann' })
    expect(await tab.evaluate(() => window.stream.ended.then(String))).toBe('Error: no ticket: 401')
    expect(desk.open.map((response) => response.writableEnded)).toEqual([true])
  })

  it('does what a bare EventSource does not: that one presents its spent ticket again', async () => {
    const { token } = await service.mint(events, { resourceId: 's-1', uses: 1 })
    await tab.evaluate((ticket) => window.openBare(ticket), token)
    await hears(1)
    desk.open.at(-1)?.end()
    await hears(2)
    expect(await tab.evaluate(() => window.heard)).toEqual(['event 1', 'closed'])
    expect(desk.answered.map(([status]) => status)).toEqual([200, 401])
  })
})

interface Desk {
  readonly app: express.Express
  /** The streams, in the order in which they were opened. */
  readonly open: readonly Response[]
  readonly tickets: readonly string[]
  /** The status of each answer at the stream's route, and the id of the last event that the page named. */
  readonly answered: readonly (readonly [status: number, after: unknown])[]
}

/** A page, its tickets, and a stream that tells one event. */
function createDesk(service: TokenService, scripts: string): Desk {
  const open: Response[] = []
  const tickets: string[] = []
  const answered: (readonly [number, unknown])[] = []
  const app = express()
  app.get('/', (_, res) => void res.type('html').send(PAGE))
  app.get('/client/:file', (req, res) => {
    res.type('text/javascript').send(readFileSync(join(scripts, basename(req.params.file))))
  })
  app.post('/tickets/:stream', guard(service, page), async (req, res) => {
    const within = validatedToken(req, page)
    const ticket = await service.mint(events, { resourceId: within.resourceId, uses: 1, ttl: '30s', within })
    tickets.push(ticket.id)
    res.json({ ticket: ticket.token })
  })
  app.use('/events', (req, res, next) => {
    const { writeHead } = res
    res.writeHead = ((...head: Parameters<typeof writeHead>) => {
      answered.push([res.statusCode, req.query['after']])
      return writeHead.apply(res, head)
    }) as typeof writeHead
    next()
  })
  app.get('/events/:stream', guard(service, events, { from: [query('ticket')] }), (req, res) => {
    const count = open.push(res)
    res.type('text/event-stream').write(`retry: 10\nid: ${count}\ndata: event ${count}\n\n`)
    res.on(
      'close',
      watchToken(service, validatedToken(req, events).id, () => res.end()),
    )
  })
  return { app, open, tickets, answered }
}

const PAGE = `<!doctype html><title>Stream</title><script type="module">
import { ticketedEventSource } from '/client/ticketed-event-source.js'
window.heard = []
window.openStream = (token) => {
  async function takeTicket(signal) {
    const answer = await fetch('/tickets/s-1', { method: 'POST', signal, headers: { 'x-hallpass-token': token } })
    if (!answer.ok) throw new Error('no ticket: ' + answer.status)
    return (await answer.json()).ticket
  }
  window.stream = ticketedEventSource(takeTicket, '/events/s-1', {
    events: { message: ({ data }) => window.heard.push(data) },
    lastEventIdName: 'after',
    interval: 10,
  })
}
window.openBare = (ticket) => {
  const source = new EventSource('/events/s-1?ticket=' + ticket)
  source.onmessage = ({ data }) => window.heard.push(data)
  source.onerror = () => source.readyState === EventSource.CLOSED && window.heard.push('closed')
}
</script>`

/** A folder with the scripts of the client, as its build makes them. */
async function compiledClient(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-'))
  const root = join(import.meta.dirname, '../..')
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const plain = ['composite', 'incremental', 'declaration', 'declarationMap', 'sourceMap']
  const words = plain.flatMap((option) => [`--${option}`, 'false'])
  await mustRun(process.execPath, [compiler, '-p', 'packages/client/tsconfig.json', '--outDir', folder, ...words], root)
  return folder
}
