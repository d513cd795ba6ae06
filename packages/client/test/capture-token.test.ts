import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaptureOptions, captureToken } from '../src/index.js'
import { pageAt } from './page.js'

const TOKEN = `hp_${'0Rk3dXqTz81VbN5m'}${'s'.repeat(32)}1aB2cD`

function captured(href: string, options: CaptureOptions & { base?: string; state?: unknown } = {}) {
  const page = pageAt(href, options)
  return { page, link: captureToken({ ...options, window: page }) }
}

describe('captureToken and the address', () => {
  it.each([
    ['https://app.example/connect?flow=f-17#t=TOKEN', 'https://app.example/connect?flow=f-17'],
    ['https://app.example/connect#foo=bar&t=TOKEN', 'https://app.example/connect#foo=bar'],
    ['https://app.example/connect#t=TOKEN&foo=bar', 'https://app.example/connect#foo=bar'],
    ['https://app.example/connect#a=1&t=TOKEN&b=2', 'https://app.example/connect#a=1&b=2'],
    ['https://app.example/connect#section&t=TOKEN', 'https://app.example/connect#section'],
    ['https://app.example/connect#/inner/route?x=1&t=TOKEN', 'https://app.example/connect#/inner/route?x=1'],
    ['https://app.example/connect#%C3%BC=a+b&t=TOKEN', 'https://app.example/connect#%C3%BC=a+b'],
    ['https://app.example//odd//path?a=#t=TOKEN', 'https://app.example//odd//path?a='],
  ])('A21 takes the token out of %s', (href, left) => {
    const { page, link } = captured(href.replace('TOKEN', TOKEN))
    expect(link.present).toBe(true)
    expect(page.location.href).toBe(left)
  })

  it('A21 replaces the entry of the history, keeps its state, and does so before it returns', () => {
    const state = { scrolled: 120 }
    const { page } = captured(`https://app.example/connect#t=${TOKEN}`, { state })
    expect(page.replaced).toEqual([[state, '', 'https://app.example/connect']])
    expect(page.replaced[0]?.[0]).toBe(state)
  })

  it('leads nowhere else where a <base> names another address', () => {
    const { page } = captured(`https://app.example/connect#t=${TOKEN}`, { base: 'https://cdn.example/assets/' })
    expect(page.location.href).toBe('https://app.example/connect')
  })

  it.each([
    'https://app.example/connect',
    'https://app.example/connect#',
    'https://app.example/connect#section',
    'https://app.example/connect?t=query',
    'https://app.example/connect#tt=other&at=x&t',
    'https://app.example/connect#T=upper',
  ])('finds no token in %s and leaves the address alone', (href) => {
    const { page, link } = captured(href)
    expect(link.present).toBe(false)
    expect(page.replaced).toEqual([])
  })

  it.each([
    ['two tokens', `t=${TOKEN}&t=${TOKEN}`],
    ['an empty text', 't='],
    ['a text that no header can carry', 't=a%0Ab'],
    ['spaces', 't=a b'],
    ['letters outside ASCII', 't=ä'],
    ['nothing but padding', 't=='],
  ])('counts %s as no token, and takes it out all the same', (_, fragment) => {
    const page = pageAt('https://app.example/connect')
    page.location.href = `https://app.example/connect#${fragment}&foo=bar`
    expect(captureToken({ window: page }).present).toBe(false)
    expect(page.location.href).toBe('https://app.example/connect#foo=bar')
  })

  it('finds no token the second time', () => {
    const { page } = captured(`https://app.example/connect#t=${TOKEN}`)
    expect(captureToken({ window: page }).present).toBe(false)
    expect(page.replaced).toHaveLength(1)
  })

  it('keeps every other part of any fragment, in its order', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9/?:@!$'()*+,;=._~%-]{0,12}$/).filter((text) => !text.startsWith('t='))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), fc.nat(), (parts, place) => {
        const withToken = parts.toSpliced(place % (parts.length + 1), 0, `t=${TOKEN}`)
        const page = pageAt('https://app.example/')
        page.location.href = `https://app.example/#${withToken.join('&')}`
        captureToken({ window: page })
        const left = parts.join('&')
        expect(page.replaced[0]?.[2]).toBe(`https://app.example/${left === '' ? '' : `#${left}`}`)
      }),
    )
  })

  it('lets a history that refuses be seen, and hands out nothing then', () => {
    const page = pageAt(`https://app.example/connect#t=${TOKEN}`)
    page.history.replaceState = () => {
      throw new DOMException('too many', 'SecurityError')
    }
    expect(() => captureToken({ window: page })).toThrow('too many')
  })
})

describe('the fetch of captureToken', () => {
  const link = `https://app.example/connect/now#t=${TOKEN}`

  it.each([
    ['a path', '/api/flows/f-17', 'https://app.example/api/flows/f-17'],
    ['a relative path', 'start?x=1', 'https://app.example/connect/start?x=1'],
    ['a whole URL', 'https://app.example/api', 'https://app.example/api'],
    ['a URL object', new URL('https://app.example/api'), 'https://app.example/api'],
    ['the default port', 'https://app.example:443/api', 'https://app.example/api'],
    ['a Request', new Request('https://app.example/api'), 'https://app.example/api'],
  ])('A21 sends the token in its header to %s of the own origin', async (_, input, url) => {
    const { page, link: capturedLink } = captured(link)
    expect(await (await capturedLink.fetch(input)).json()).toEqual({ fine: true })
    expect(page.sent).toHaveLength(1)
    expect(page.sent[0]?.url).toBe(url)
    expect(page.sent[0]?.headers.get('x-hallpass-token')).toBe(TOKEN)
    expect(page.sent[0]?.headers.get('authorization')).toBeNull()
  })

  it('sends it as a bearer token where it is told to', async () => {
    const { page, link: capturedLink } = captured(link, { header: 'authorization' })
    await capturedLink.fetch('/api')
    expect(page.sent[0]?.headers.get('authorization')).toBe(`Bearer ${TOKEN}`)
    expect(page.sent[0]?.headers.get('x-hallpass-token')).toBeNull()
  })

  it('A21 lets no caller soften what keeps the token at home', async () => {
    const { page, link: capturedLink } = captured(link)
    const soft = { redirect: 'follow', mode: 'cors' } as const
    await capturedLink.fetch('/api', soft)
    await capturedLink.fetch(new Request('https://app.example/api', soft))
    await capturedLink.fetch('/api', { headers: { 'X-Hallpass-Token': 'another' } })
    for (const request of page.sent) {
      expect(request).toMatchObject({ redirect: 'error', mode: 'same-origin', credentials: 'same-origin' })
      expect(request.headers.get('x-hallpass-token')).toBe(TOKEN)
    }
  })

  it('keeps what the caller asked for: method, body, headers, credentials, signal', async () => {
    const { page, link: capturedLink } = captured(link)
    const stop = new AbortController()
    const headers = { 'content-type': 'application/json', 'x-trace': '1' }
    await capturedLink.fetch('/api', {
      method: 'PUT',
      body: '{"a":1}',
      headers,
      credentials: 'omit',
      signal: stop.signal,
    })
    const [sent] = page.sent as [Request]
    expect(sent).toMatchObject({ method: 'PUT', credentials: 'omit' })
    expect(Object.fromEntries(sent.headers)).toMatchObject(headers)
    expect(await sent.text()).toBe('{"a":1}')
    stop.abort()
    expect(sent.signal.aborted).toBe(true)
  })

  it('takes a Request for its options, as fetch does', async () => {
    const { page, link: capturedLink } = captured(link)
    await capturedLink.fetch(
      '/api',
      new Request('https://evil.example/', { method: 'DELETE', headers: { 'x-trace': '1' } }),
    )
    expect(page.sent[0]).toMatchObject({ url: 'https://app.example/api', method: 'DELETE' })
    expect(page.sent[0]?.headers.get('x-trace')).toBe('1')
  })

  it.each([
    ['another host', 'https://evil.example/api'],
    ['another host without a scheme', '//evil.example/api'],
    ['another host behind backslashes', '\\\\evil.example/api'],
    ['a subdomain', 'https://api.app.example/'],
    ['another port', 'https://app.example:8443/api'],
    ['plain http', 'http://app.example/api'],
    ['a websocket scheme', 'wss://app.example/api'],
    ['a blob of the own origin', 'blob:https://app.example/9d1b6a7e'],
    ['data', 'data:text/plain,hello'],
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['a URL object', new URL('https://evil.example/api')],
    ['a Request', new Request('https://evil.example/api')],
  ])('A21 refuses %s and sends nothing', async (_, input) => {
    const { page, link: capturedLink } = captured(link)
    const error = await capturedLink.fetch(input).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'SecurityError' })
    expect(error.message).toMatch(/^captureToken's fetch goes to https:\/\/app\.example only, got /)
    expect(page.sent).toEqual([])
  })

  it('tells of a refused address its host and not its path, which may hold secrets', async () => {
    const error = await captured(link)
      .link.fetch('https://evil.example/secret?key=1')
      .catch((thrown) => thrown)
    expect(error.message).toMatch(/got https:\/\/evil\.example$/)
  })

  it('A21 refuses a relative address that a <base> leads elsewhere', async () => {
    const { page, link: capturedLink } = captured(link, { base: 'https://evil.example/' })
    await expect(capturedLink.fetch('/api')).rejects.toMatchObject({ name: 'SecurityError' })
    expect(page.sent).toEqual([])
  })

  it('A21 reads an address once: one that changes its mind is judged as it is sent', async () => {
    const { page, link: capturedLink } = captured(link)
    const answers = ['https://app.example/api', 'https://evil.example/api']
    const turncoat = { toString: () => answers.shift() ?? 'https://evil.example/api' }
    await capturedLink.fetch(turncoat as unknown as string)
    expect(page.sent.map((request) => request.url)).toEqual(['https://app.example/api'])
  })

  it.each(['null', 'file://'])('refuses everything in a page whose origin is %s', async (origin) => {
    const page = pageAt('https://app.example/')
    const opaque = { ...page, location: { href: `file:///page.html#t=${TOKEN}`, origin } }
    const capturedLink = captureToken({ window: opaque })
    expect(capturedLink.present).toBe(true)
    for (const input of ['data:text/plain,x', 'file:///page.html', 'https://app.example/'])
      await expect(capturedLink.fetch(input)).rejects.toMatchObject({ name: 'SecurityError' })
  })

  it('rejects, and does not throw, what is no request', async () => {
    const { link: capturedLink } = captured(link)
    await expect(capturedLink.fetch('https://')).rejects.toBeInstanceOf(TypeError)
    await expect(capturedLink.fetch('/api', { method: 'GET', body: 'x' })).rejects.toBeInstanceOf(TypeError)
  })

  it('goes on with the fetch and the Request of the time when the token was captured', async () => {
    const { page, link: capturedLink } = captured(link)
    const { sent } = page
    const overheard: unknown[] = []
    Object.assign(page, {
      fetch: async (input: unknown) => overheard.push(input),
      Request: class {
        constructor(input: unknown) {
          overheard.push(input)
        }
      },
    })
    await capturedLink.fetch('/api')
    expect(sent).toHaveLength(1)
    expect(overheard).toEqual([])
  })

  it('without a token keeps to the own origin all the same, and sends no token header', async () => {
    const { page, link: capturedLink } = captured('https://app.example/connect')
    await capturedLink.fetch('/api')
    await expect(capturedLink.fetch('https://evil.example/')).rejects.toMatchObject({ name: 'SecurityError' })
    expect(page.sent).toHaveLength(1)
    expect([...(page.sent[0]?.headers.keys() ?? [])]).toEqual([])
  })
})

describe('the secrecy of a captured token', () => {
  it('is in no property, JSON, copy, text or inspection of what captureToken returns', () => {
    const { link } = captured(`https://app.example/connect#t=${TOKEN}`)
    const shown = [
      JSON.stringify(link),
      inspect(link, { showHidden: true, depth: 10, getters: true, customInspect: false }),
      inspect({ ...link }),
      String(link.fetch),
      String(Reflect.ownKeys(link)),
      String(Reflect.ownKeys(link.fetch)),
    ]
    for (const text of shown) expect(text).not.toContain(TOKEN.slice(3, 40))
  })

  it('is frozen, so that nobody puts another fetch in its place', () => {
    const { link } = captured(`https://app.example/connect#t=${TOKEN}`)
    expect(Object.isFrozen(link)).toBe(true)
  })
})
