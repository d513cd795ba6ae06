import { createTokenService, defineScope, HallpassError, memoryStore, type TokenService } from '@hallpass/core'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createConfirmPage } from '../src/confirm-page/confirm-page.js'
import type { ConfirmPageOptions } from '../src/confirm-page/confirm-settings.js'
import { NONCE_COOKIE } from '../src/confirm-page/nonce.js'
import { cookieOf, formOf, press, shownAs, view } from './confirm-browser.js'

const download = defineScope({
  name: 'download',
  routes: ['POST /files/:fileId', { method: 'POST', path: '/reports/:fileId', query: { format: 'pdf' } }],
  resource: 'fileId',
  uses: 1,
  maxTtl: '1h',
})
const other = defineScope({ name: 'other', routes: ['POST /others'], maxTtl: '1h' })

const WORDS = { title: 'Download the report', text: 'It can be downloaded once.', button: 'Download' }
const NOON = Date.UTC(2026, 10, 22, 12)

let now: number
let service: TokenService
let token: string

beforeEach(async () => {
  now = NOON
  service = createTokenService({ scopes: [download, other], store: memoryStore(), now: () => now })
  token = (await service.mint(download, { resourceId: 'f-1', ttl: '10m' })).token
})

const confirm = (options: Partial<ConfirmPageOptions<unknown>> = {}) =>
  createConfirmPage(service, download, { ...WORDS, ...options })

const link = () => `/files/f-1?t=${token}`

describe('the page that confirmPage shows', () => {
  it('says what will happen and until when, and has one form with one button', async () => {
    const { status, body } = shownAs(await confirm()(view('GET', link())), 'show')
    expect(status).toBe(200)
    expect(body).toContain('<h1>Download the report</h1>')
    expect(body).toContain('<p>It can be downloaded once.</p>')
    expect(body).toContain('<button>Download</button>')
    expect(body).toContain('This link works until 22 November 2026 at 12:10:00 UTC.')
    expect(body.match(/<form /g)).toHaveLength(1)
    expect(body.match(/<button>/g)).toHaveLength(1)
  })

  it('F5 spends nothing, for GET, HEAD and scanners that come again and again', async () => {
    const decide = confirm()
    for (const method of ['GET', 'HEAD', 'GET'])
      for (const headers of [{}, { 'user-agent': 'scanner' }, { 'sec-fetch-mode': 'cors' }])
        shownAs(await decide(view(method, link(), { headers })), 'show')
    const use = await service.consume(token, { method: 'POST', target: '/files/f-1' })
    expect(use.ok).toBe(true)
  })

  it('F5 spends nothing for what looks ahead, and tells it to wait for the person', async () => {
    for (const headers of [
      { 'sec-purpose': 'prefetch;prerender' },
      { 'x-purpose': 'preview' },
      { 'x-moz': 'prefetch' },
    ])
      expect(await confirm()(view('GET', link(), { headers }))).toMatchObject({ kind: 'refuse', status: 403 })
    shownAs(await confirm()(view('GET', link())), 'show')
  })

  it('answers HEAD as it answers GET', async () => {
    const decide = confirm({ random: (size) => new Uint8Array(size) })
    expect(await decide(view('HEAD', link()))).toEqual(await decide(view('GET', link())))
  })

  it('runs no script, is not framed, not cached, not indexed, and tells its address to nobody', async () => {
    const { headers, body } = shownAs(await confirm()(view('GET', link())), 'show')
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
      ),
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
    expect(body).not.toMatch(/<script|autofocus|\bon\w+=|http-equiv/i)
  })

  it('has the token in a field of the form and in no address', async () => {
    const { action, fields } = formOf(await confirm()(view('GET', `${link()}&lang=de&b=%20`)))
    expect(fields).toEqual({ t: token, confirm: expect.any(String) })
    expect(action).toBe('?lang=de&b=%20')
  })

  it('keeps the query parameters that a route needs', async () => {
    const answer = await confirm()(view('GET', `/reports/f-1?t=${token}&format=pdf`))
    expect(formOf(answer).action).toBe('?format=pdf')
    expect((await confirm()(view('GET', `/reports/f-1?t=${token}&format=csv`))).kind).toBe('refuse')
  })

  it('takes the words from the token where they are functions, and escapes them', async () => {
    const answer = await confirm({
      title: ({ resourceId }) => `Download <${resourceId}>`,
      text: ({ scope }) => `"${scope}" & more`,
      button: () => "Now 'then'",
      expiry: (at) => at.toISOString(),
      lang: 'de',
    })(view('GET', link()))
    const { body } = shownAs(answer, 'show')
    expect(body).toContain('<title>Download &#60;f-1&#62;</title>')
    expect(body).toContain('<p>&#34;download&#34; &#38; more</p>')
    expect(body).toContain('<button>Now &#39;then&#39;</button>')
    expect(body).toContain('2026-11-22T12:10:00.000Z')
    expect(body).toContain('<html lang="de"')
  })

  it('can look for the token under another name', async () => {
    const decide = confirm({ parameter: 'ticket' })
    expect(formOf(await decide(view('GET', `/files/f-1?ticket=${token}&t=5`)))).toMatchObject({
      action: '?t=5',
      fields: { ticket: token },
    })
    expect((await decide(view('GET', link()))).kind).toBe('refuse')
  })

  it('puts nothing of a query into the page but escaped, and posts to no other host', async () => {
    const decide = confirm()
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[!-~]{0,40}$/), async (query) => {
        const answer = await decide(view('GET', `/files/f-1?t=${token}&${query}`))
        if (answer.kind !== 'show') return
        expect(answer.body.match(/<form /g)).toHaveLength(1)
        const { action } = formOf(answer)
        const address = new URL(action, 'https://app.example/files/f-1')
        expect(`${address.origin}${address.pathname}`).toBe('https://app.example/files/f-1')
        expect(action).not.toContain(token)
      }),
    )
  })
})

describe('what confirmPage says of a token that does not work', () => {
  const told = async (target = link()) => shownAs(await confirm()(view('GET', target)), 'refuse')

  it('that it has expired, was used, was withdrawn', async () => {
    await service.consume(token, { method: 'POST', target: '/files/f-1' })
    expect(await told()).toMatchObject({ status: 401, body: expect.stringContaining('This link has been used') })
    const late = await service.mint(download, { resourceId: 'f-1', ttl: '1m' })
    now += 60_000
    expect((await told(`/files/f-1?t=${late.token}`)).body).toContain('This link has expired')
    const ended = await service.mint(download, { resourceId: 'f-1' })
    await service.revoke(ended.id, { by: 'operator' })
    expect((await told(`/files/f-1?t=${ended.token}`)).body).toContain('This link has been withdrawn')
  })

  it('that there is none, two, or a broken one', async () => {
    expect(await told('/files/f-1')).toMatchObject({ status: 401, body: expect.stringContaining('token_missing') })
    expect(await told(`${link()}&t=${token}`)).toMatchObject({ status: 400 })
    expect(await told(`${link()}x`)).toMatchObject({ status: 401, body: expect.stringContaining('token_invalid') })
  })

  it('that it opens another file, another scope, or a path that something rewrote', async () => {
    expect(await told(`/files/f-2?t=${token}`)).toMatchObject({ status: 403 })
    const { token: foreign } = await service.mint(other)
    expect(await told(`/others?t=${foreign}`)).toMatchObject({ status: 403 })
    const rewritten = await confirm()(view('GET', link(), { unchanged: false }))
    expect(rewritten).toMatchObject({ kind: 'refuse', status: 403 })
  })

  it('holds the token nowhere and sets no cookie', async () => {
    for (const target of [`/files/f-2?t=${token}`, `${link()}&t=${token}`])
      expect(JSON.stringify(await told(target))).not.toMatch(new RegExp(`${token.slice(20)}|cookie`, 'i'))
  })

  it('tells programs the same as a problem document', async () => {
    const answer = await confirm()(view('GET', '/files/f-1', { headers: { accept: '*/*', 'sec-fetch-mode': 'cors' } }))
    expect(JSON.parse(shownAs(answer, 'refuse').body)).toMatchObject({ code: 'token_missing' })
  })

  it('tells no reason where the gate is opaque', async () => {
    const decide = confirm({ disclosure: 'opaque' })
    const answers = [await decide(view('GET', `/files/f-2?t=${token}`)), await decide(view('GET', '/files/f-1?t=no'))]
    expect(answers[0]).toEqual(answers[1])
  })

  it('A17 says that it cannot tell where the store fails, and hands the error to the listener', async () => {
    await service.close()
    const heard: unknown[] = []
    const answer = await confirm({ onRefused: ({ because, error }) => heard.push([because, error]) })(
      view('GET', link()),
    )
    expect(answer).toMatchObject({ kind: 'refuse', status: 503, headers: { 'retry-after': '5' } })
    expect(heard).toEqual([['unavailable', expect.any(HallpassError)]])
  })

  it('is 503 where a function of the wording throws', async () => {
    const title = () => {
      throw new Error('no title')
    }
    expect(await confirm({ title })(view('GET', link()))).toMatchObject({ kind: 'refuse', status: 503 })
  })
})

describe('the POST of the form', () => {
  const page = async (headers = {}) => confirm()(view('GET', link(), { headers }))

  it('goes on to the guard from the browser that was shown the page', async () => {
    const answer = await page()
    const sent = press(formOf(answer), link(), { cookie: cookieOf(answer) })
    expect(sent.target).toBe('/files/f-1')
    expect(await confirm()(sent)).toEqual({ kind: 'pass_on' })
  })

  it('is bound by a cookie that no script reads, no form of another site sends and no other host sets', async () => {
    const { setCookie } = shownAs(await page(), 'show')
    expect(setCookie).toMatch(/^__Host-hallpass-confirm=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  })

  it('is bound by a secret of its own in each browser, which the page does not hold', async () => {
    const [one, two] = [await page(), await page()]
    expect(cookieOf(one)).not.toBe(cookieOf(two))
    expect(shownAs(one, 'show').body).not.toContain(cookieOf(one).split('=')[1])
  })

  it('works in two tabs at once: the browser keeps its cookie', async () => {
    const first = await page()
    const second = await page({ cookie: `a=b; ${cookieOf(first)}` })
    expect(shownAs(second, 'show').setCookie).toBeUndefined()
    for (const tab of [first, second])
      expect((await confirm()(press(formOf(tab), link(), { cookie: cookieOf(first) }))).kind).toBe('pass_on')
  })

  it.each([
    ['two cookies', `${NONCE_COOKIE}=${'a'.repeat(43)}; ${NONCE_COOKIE}=${'b'.repeat(43)}`],
    ['a cookie of another shape', `${NONCE_COOKIE}=short`],
  ])('sets a new cookie over %s', async (_, cookie) => {
    expect(shownAs(await page({ cookie }), 'show').setCookie).toBeDefined()
  })

  it.each([
    ['another proof', { confirm: 'A'.repeat(43) }, {}],
    ['no proof', { confirm: undefined }, {}],
    ['an empty proof', { confirm: '' }, {}],
    ['a proof twice', { confirm: ['a', 'b'] }, {}],
    ['another token', { t: `hp_${'0'.repeat(54)}` }, {}],
    ['no token', { t: undefined }, {}],
    ['two tokens', { t: ['a', 'b'] }, {}],
    ['the cookie of another browser', {}, { cookie: `${NONCE_COOKIE}=${'a'.repeat(43)}` }],
    ['a form of another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['a form of a sister site', {}, { 'sec-fetch-site': 'same-site' }],
    ['nobody', {}, { 'sec-fetch-site': 'none' }],
    ['a body that is no form', {}, { 'content-type': 'application/json' }],
    ['no type', {}, { 'content-type': '' }],
  ])('is refused as cross-site with %s', async (_, fields, headers) => {
    const answer = await page()
    const { action, fields: right } = formOf(answer)
    const changed = { ...right, ...fields } as Record<string, string>
    const sent = press({ action, fields: changed }, link(), { cookie: cookieOf(answer), ...headers })
    const refused = shownAs(await confirm()(sent), 'refuse')
    expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('cross_site_refused') })
    expect((await service.validate(token, { method: 'POST', target: '/files/f-1' })).ok).toBe(true)
  })

  it.each([
    ['null, as browsers say on a page without referrer', 'null', 'pass_on'],
    ['its own host', 'https://app.example', 'pass_on'],
    ['another host', 'https://evil.example', 'refuse'],
    ['another port', 'https://app.example:8443', 'refuse'],
    ['a host that ends alike', 'https://evilapp.example', 'refuse'],
    ['nothing', '', 'refuse'],
  ])('from a browser without Sec-Fetch-Site is judged by its Origin: %s', async (_, origin, kind) => {
    const answer = await page()
    const { rawHeaders, ...sent } = press(formOf(answer), link(), { cookie: cookieOf(answer), origin })
    const without = rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)] !== 'sec-fetch-site')
    expect((await confirm()({ ...sent, rawHeaders: without })).kind).toBe(kind)
  })

  it('tells a browser without cookies that it needs one', async () => {
    const sent = press(formOf(await page()), link(), {})
    const { status, headers, body } = shownAs(await confirm()(sent), 'refuse')
    expect(status).toBe(403)
    expect(body).toContain('<h1>Your browser sent no cookie</h1>')
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
    const cookies = { title: 'Kein Cookie', text: 'Bitte Cookies erlauben.' }
    const own = shownAs(await confirm({ cookies, lang: 'de' })(sent), 'refuse')
    expect(own.body).toContain('<html lang="de"')
    expect(own.body).toContain('Bitte Cookies erlauben.')
  })

  it('tells the listener of the missing cookie, and leaves the page to an application that has its own', async () => {
    const heard: unknown[] = []
    const sent = press(formOf(await page()), link(), {})
    const decide = confirm({ onRefused: ({ because }) => heard.push(because), page: ({ code }) => `own ${code}` })
    expect(shownAs(await decide(sent), 'refuse').body).toBe('own cross_site_refused')
    expect(heard).toEqual(['cross_site'])
  })

  it('tells whoever set it up that no parser of forms stands before it', async () => {
    const answer = await page()
    const sent = press(formOf(answer), link(), { cookie: cookieOf(answer) })
    const inChunks = { 'content-length': undefined, 'transfer-encoding': 'chunked' }
    for (const unparsed of [sent, press(formOf(answer), link(), inChunks)])
      await expect(confirm()({ ...unparsed, body: undefined })).rejects.toThrow(
        'confirmPage stands behind a parser of forms, such as express.urlencoded(), got no parsed body',
      )
  })

  it.each([
    ['an empty form', { 'content-length': '0' }],
    ['a form without a body', { 'content-length': undefined }],
    ['a type that only begins as that of a form', { 'content-type': 'application/x-www-form-urlencoded-x' }],
    ['a type that goes on behind that of a form', { 'content-type': 'application/x-www-form-urlencoded/x' }],
  ])('is refused with %s, which a parser leaves unparsed: that blames nobody', async (_, headers) => {
    const sent = press({ action: '?', fields: {} }, link(), headers)
    expect(await confirm()({ ...sent, body: undefined })).toMatchObject({ kind: 'refuse', status: 403 })
  })
})

describe('confirmPage', () => {
  it.each(['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'get'])('leaves %s to what stands behind', async (method) => {
    expect(await confirm()(view(method, link()))).toEqual({ kind: 'pass_on' })
  })

  it('F7 throws nothing and lets no POST by, whatever the headers and the target', async () => {
    const decide = confirm()
    const texts = fc.array(
      fc.tuple(fc.constantFrom('cookie', 'origin', 'host', 'content-type', 'x'), fc.string({ unit: 'binary' })),
    )
    const methods = fc.constantFrom('GET', 'HEAD', 'POST')
    await fc.assert(
      fc.asyncProperty(
        methods,
        fc.string({ unit: 'binary' }),
        texts,
        fc.object(),
        async (method, target, headers, body) => {
          const asked = { ...view(method, target, { body }), rawHeaders: headers.flat() }
          expect((await decide(asked)).kind).toBe('refuse')
        },
      ),
    )
  })

  it('hands bindings and the names of the router to the service, as the guard behind will', async () => {
    const asked: unknown[] = []
    const spy: TokenService = {
      ...service,
      validate: (presented, request) => {
        asked.push(request)
        return service.validate(presented, request)
      },
    }
    const decide = createConfirmPage(spy, 'download', {
      ...WORDS,
      basePath: '/base',
      context: () => ({ session: 's' }),
      fingerprint: () => 'print',
      params: { fileId: 'id' },
    })
    await decide({ ...view('GET', link()), params: { id: 'f-1' } })
    expect(asked).toEqual([
      {
        method: 'POST',
        target: `/base${link()}`,
        scopes: ['download'],
        params: { id: 'f-1', fileId: 'f-1' },
        context: { session: 's' },
        fingerprint: 'print',
      },
    ])
  })

  it.each<[string, object, RegExp]>([
    ['a title that is none', { title: '' }, /^confirmPage: title must be a text, or a function of the token/],
    ['a button without a name', { button: '' }, /^confirmPage: button must be a text, or a function of the token/],
    ['a text that is none', { text: 17 }, /^confirmPage: text must be a text, or a function of the token/],
    ['a random that is no function', { random: 5 }, /^confirmPage: random must be a function of a size/],
    ['an expiry that is no function', { expiry: 'soon' }, /^confirmPage: expiry must be a function of the expiry/],
    ['cookies that are no wording', { cookies: 'no' }, /^confirmPage: cookies must be \{ title, text \}/],
    ['cookies without a text', { cookies: { title: 'No cookie' } }, /^confirmPage: cookies must be \{ title, text \}/],
    ['cookies that are null', { cookies: null }, /^confirmPage: cookies must be \{ title, text \}/],
    ['an empty language', { lang: '' }, /^confirmPage: lang must be a BCP 47 tag/],
    ['a language that is none', { lang: 'de AT' }, /^confirmPage: lang must be a BCP 47 tag/],
    ['the name of its own field', { parameter: 'confirm' }, /has a field "confirm" already/],
    ['a name that is no parameter', { parameter: 'a b' }, /takes a parameter name such as/],
    ['an option that it does not have', { from: [] }, /^confirmPage has no option "from"/],
  ])('refuses %s at start-up', (_, options, message) => {
    expect(() => confirm(options)).toThrow(message)
    expect(() => confirm(options)).toThrow(HallpassError)
  })

  it.each(['de', 'de-AT', 'zh-Hant-TW', 'x-klingon'])('takes the language %s', (lang) => {
    expect(() => confirm({ lang })).not.toThrow()
  })

  it('refuses a scope that the service does not have', () => {
    expect(() => createConfirmPage(service, 'uploads', WORDS)).toThrow(
      expect.objectContaining({ code: 'ERR_SCOPE_UNKNOWN' }),
    )
  })
})
