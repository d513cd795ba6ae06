import {
  ANY_RESOURCE,
  createRegistry,
  createTokenService,
  defineScope,
  type MintOptions,
  memoryStore,
  type Scope,
} from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { shownToken } from '../../src/approval/shown-token.js'
import { createApprovalRoutes } from '../../src/index.js'
import { viewOf } from '../requests.js'
import { ASKED, BROWSER, bodyOf, command, createDesk, type Desk, errand, written } from './desk.js'

/** The page of a path, as a browser gets it. */
async function pageOf({ ask }: Desk, path: string) {
  return written(await ask('GET', path, { rawHeaders: BROWSER }))
}

async function commandPage(options: MintOptions = {}, deskOptions: Parameters<typeof createDesk>[0] = {}) {
  const desk = createDesk(deskOptions)
  const { id, token } = await desk.service.mint(command, { ...ASKED, ...options } as typeof ASKED)
  return { desk, id, token, page: await pageOf(desk, `/${id}`) }
}

const facts = (body: string) =>
  Object.fromEntries(
    [...body.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs)].map(([, name, value = '']) => [
      name,
      value
        .replace(/<\/li>|<ul>/g, ' ')
        .replace(/<[^>]*>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ]),
  )

describe('the page of all that waits', () => {
  it('says that nothing does', async () => {
    const { body, headers } = await pageOf(createDesk(), '/')
    expect(body).toContain('<h1>Nothing waits for approval</h1>')
    expect(body).toContain('New requests show up here by themselves.')
    expect(body).not.toContain('<ul')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
  })

  it('says who asked for what, when, and how much time is left', async () => {
    const desk = createDesk()
    const { id } = await desk.service.mint(command, ASKED)
    await desk.service.mint(command, { ...ASKED, resourceId: 'c-2', name: 'Push <the> release', ttl: '65s' })
    const { body } = await pageOf(desk, '/')
    expect(body).toContain('<title>2 requests wait for approval</title>')
    expect(body).toContain(`<a href="./${id}">command c-1</a>`)
    expect(body).toContain('Push &#60;the&#62; release')
    expect(body).toContain(
      'Asked by <b>agent-7</b>, <time datetime="2026-01-01T00:00:00.000Z">1 Jan 2026, 00:00:00 UTC</time>',
    )
    expect(body).toContain('<span data-left="65000">1 min 5 s</span> left')
    expect(body).toContain('You are signed in as ann.')
  })

  it('says that one request waits, and lists the oldest hundred of more', async () => {
    const desk = createDesk()
    const first = await desk.service.mint(command, ASKED)
    const one = await pageOf(desk, '/')
    expect(one.body).toContain('<title>1 request waits for approval</title>')
    expect(one.body).not.toContain('New requests show up here')
    for (let count = 1; count < 100; count++) {
      desk.clock.now += 1
      await desk.service.mint(command, ASKED)
    }
    const hundred = await pageOf(desk, '/')
    expect(hundred.body).toContain('<title>100 requests wait for approval</title>')
    expect(hundred.body).not.toContain('More wait')
    desk.clock.now += 1
    const last = await desk.service.mint(command, ASKED)
    const { body } = await pageOf(desk, '/')
    expect(body).toContain('<title>More than 100 requests wait for approval</title>')
    expect(body).toContain('<p>More wait than are listed: these are the oldest.</p>')
    expect([body.includes(first.id), body.includes(last.id)]).toEqual([true, false])
  })

  it('has addresses that hold with and without a slash at the end of the mount', async () => {
    const desk = createDesk()
    const { id } = await desk.service.mint(command, ASKED)
    for (const [target, root] of [
      ['/approvals/', './'],
      ['/approvals', './approvals/'],
    ]) {
      const { body } = written(await desk.ask('GET', '/', viewOf({ target, rawHeaders: BROWSER } as never)))
      expect([...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
        `${root}approvals.css`,
        `${root}approvals.js`,
        `${root}${id}`,
      ])
    }
  })
})

describe('the page of one token', () => {
  it('B12 shows everything that is decided on, and no secret', async () => {
    const { page, token } = await commandPage({ name: 'Push', subject: 'shop', roles: ['dev', 'ops'] })
    expect(page.body).toContain('<h1>Push</h1>')
    expect(page.body).toContain('Waits for approval. <span data-left="300000">5 min 0 s</span> left.')
    expect(facts(page.body)).toEqual({
      'Asked by': 'agent-7',
      For: 'shop',
      Opens: 'command for c-1 GET /commands/:commandId POST /commands/:commandId/run (takes a use)',
      Uses: '1',
      'Only with': 'session: s-1',
      'Only this action': 'exactly-this',
      Roles: 'dev, ops',
      'Asked at': '1 Jan 2026, 00:00:00 UTC',
      Expires: '1 Jan 2026, 00:05:00 UTC',
    })
    expect(page.body).not.toContain(token.slice(token.indexOf('_') + 17))
  })

  it('leads back to all that waits', async () => {
    const { page } = await commandPage()
    expect(page.body).toContain('<p><a href="./">See what waits for approval</a></p>')
  })

  it('shows what a token was minted within, and how many uses are left', async () => {
    const wide = defineScope({ name: 'wide', routes: ['GET /w'], maxTtl: '1h' })
    const twice = defineScope({ name: 'twice', routes: ['POST /t'], maxTtl: '1h', uses: 2 })
    const service = createTokenService({ scopes: [wide, twice], store: memoryStore() })
    const decide = createApprovalRoutes(service, { approver: () => 'ann' }).find(({ path }) => path === '/:id')
    const factsOf = async (id: string) => {
      const view = viewOf({ target: `/approvals/${id}`, params: { id }, rawHeaders: BROWSER } as never)
      return facts(written(await (decide as NonNullable<typeof decide>).answer({ ...view, incoming: bodyOf('') })).body)
    }
    const parent = await service.mint(wide)
    const answer = await service.validate(parent.token, { method: 'GET', target: '/w' })
    const child = await service.mint(wide, { within: answer.ok ? answer.token : undefined } as never)
    expect(await factsOf(child.id)).toMatchObject({ 'Within the token': parent.id, Uses: 'without limit' })
    const { id, token } = await service.mint(twice)
    expect(await factsOf(id)).toMatchObject({ Uses: '2' })
    await service.consume(token, { method: 'POST', target: '/t' })
    expect(await factsOf(id)).toMatchObject({ Uses: '2, of which 1 left' })
    expect(Object.keys(await factsOf(id))).not.toContain('Roles')
  })

  it('shows metadata where the option says so, with what hides in it', async () => {
    const metadata = { command: 'rm \u202ex "<y>"', argv: ['a', { b: 1 }] }
    const { page } = await commandPage({ metadata }, { metadata: true })
    expect(facts(page.body)['About it']).toBe(
      'command: rm \\u{202e}x &#34;&#60;y&#62;&#34; argv: [&#34;a&#34;,{&#34;b&#34;:1}]',
    )
    expect((await commandPage({ metadata })).page.body).not.toContain('About it')
  })

  it('B12 is read from left to right, whatever letters its name begins with', async () => {
    const { page } = await commandPage({ name: 'שלום' })
    expect(page.body).toContain('<html lang="en" dir="ltr">')
  })

  it('has forms that carry the revision and post to the own site', async () => {
    const { desk, page, id } = await commandPage()
    const revision = (await desk.service.get(id))?.revision
    const forms = [...page.body.matchAll(/<form method="post" action="([^"]*)".*?<\/form>/gs)]
    expect(forms.map(([, action]) => action)).toEqual([`./${id}/approve`, `./${id}/deny`])
    for (const [form] of forms) expect(form).toContain(`<input type="hidden" name="revision" value="${revision}">`)
    expect(page.body).toMatch(/<details>\s*<summary>Deny …<\/summary>.*<textarea id="note" name="note"/s)
    expect(page.body).not.toContain('autofocus')
  })

  it('offers nobody to approve what they asked for, unless the scope says so', async () => {
    const { page } = await commandPage({ createdBy: 'ann' })
    expect(page.body).toContain('You asked for this yourself')
    expect(page.body).not.toContain('/approve"')
    expect(page.body).toContain('/deny"')
    const desk = createDesk()
    const { id } = await desk.service.mint(errand, { createdBy: 'ann', resourceId: 'e-1' })
    const own = await pageOf(desk, `/${id}`)
    expect(own.body).toContain('/approve"')
    expect(facts(own.body)['Opens']).toBe('errand for e-1 (no route)')
    expect(facts(own.body)['Uses']).toBe('without limit')
  })

  it.each([
    ['approve', 'Approved.', 'Approved'],
    ['deny', 'Denied.', 'Denied'],
    ['revoke', 'Revoked.', 'Revoked'],
  ] as const)('B11 says who decided to %s, when and why, and has no forms any more', async (action, said, name) => {
    const { desk, id } = await commandPage()
    desk.clock.now += 61_000
    await desk.service[action](id, { by: 'bob', note: 'it <is> so' })
    const { body } = await pageOf(desk, `/${id}`)
    expect(body).toContain(`<p class="status">${said}</p>`)
    expect(facts(body)[name]).toBe('by bob, 1 Jan 2026, 00:01:01 UTC: it &#60;is&#62; so')
    expect(body).not.toContain('<form')
  })

  it('says that its time is over', async () => {
    const { desk, id } = await commandPage()
    desk.clock.now += 300_000
    const { body } = await pageOf(desk, `/${id}`)
    expect(body).toContain('<p class="status">Expired.</p>')
    expect(body).not.toContain('<form')
  })
})

describe('what is shown of a grant', () => {
  const look = defineScope({ name: 'look', routes: ['GET /files/:fileId'], resource: 'fileId', maxTtl: '1h' })
  const change = defineScope({
    name: 'change',
    routes: [{ method: 'PUT', path: '/files/:fileId', query: { dry: '1' } }],
    resource: 'fileId',
    includes: [look],
    anyResource: true,
    maxTtl: '1h',
  })

  /** What is shown of a token with this grant, under a registry of these scopes. */
  async function shownOf(resourceId: string | typeof ANY_RESOURCE, scopes: readonly Scope[] = [change]) {
    const service = createTokenService({ scopes: [change], store: memoryStore() })
    const { id } = await service.mint('change', { resourceId })
    const summary = await service.get(id)
    if (!summary) throw new Error('expected a summary')
    const showing = { registry: createRegistry(scopes), metadata: false, now: 0 }
    const [grant] = shownToken(summary, showing).grants
    return grant?.routes.map(({ method, path }) => `${method} ${path}`)
  }

  it('has the routes of included scopes, and for any resource only those that open for any', async () => {
    expect(await shownOf('f-1')).toEqual(['PUT /files/:fileId', 'GET /files/:fileId'])
    expect(await shownOf(ANY_RESOURCE)).toEqual(['PUT /files/:fileId'])
  })

  it('has only what is declared still, and was declared at mint', async () => {
    const later = defineScope({
      name: 'change',
      routes: ['DELETE /files/:fileId'],
      resource: 'fileId',
      includes: [look],
      maxTtl: '1h',
    })
    expect(await shownOf('f-1', [later])).toEqual(['GET /files/:fileId'])
    expect(await shownOf('f-1', [])).toEqual([])
  })

  it('says on the page that it is for any resource, and which query it takes', async () => {
    const service = createTokenService({ scopes: [change], store: memoryStore() })
    const [route] = createApprovalRoutes(service, { approver: () => 'ann' }).filter(({ path }) => path === '/:id')
    const { id } = await service.mint(change, { resourceId: ANY_RESOURCE })
    const request = viewOf({ target: `/approvals/${id}`, params: { id }, rawHeaders: BROWSER })
    const page = route && written(await route.answer({ ...request, incoming: bodyOf('') }))
    expect(facts(page?.body ?? '')['Opens']).toBe('change for any resource PUT /files/:fileId with dry=1 (takes a use)')
  })
})

describe('every page of the approval routes', () => {
  it('runs its own script and no other, is framed by nobody, and is kept by no cache', async () => {
    const { desk, page } = await commandPage()
    const pages = [page, await pageOf(desk, '/'), await pageOf(desk, '/0123456789abcdef')]
    for (const { headers } of pages) {
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'same-origin',
      })
      const policy = headers['content-security-policy'] as string
      expect(policy.split('; ').map((part) => part.replace(/'sha256-[^']*'/, 'HASH'))).toEqual([
        "default-src 'none'",
        "style-src HASH 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
    }
  })
})
