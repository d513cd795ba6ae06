import { HallpassError } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenLink } from '../src/token-link.js'

const TOKEN = `hp_${'0Rk3dXqTz81VbN5m'}${'s'.repeat(32)}1aB2cD`

describe('tokenLink', () => {
  it.each([
    ['https://app.example/connect', 'https://app.example/connect#t=TOKEN'],
    ['https://app.example/connect?flow=f-17', 'https://app.example/connect?flow=f-17#t=TOKEN'],
    ['https://app.example/connect#', 'https://app.example/connect#t=TOKEN'],
    ['https://app.example/connect#foo=bar', 'https://app.example/connect#foo=bar&t=TOKEN'],
    ['https://app.example/connect#section', 'https://app.example/connect#section&t=TOKEN'],
    ['https://app.example/connect?a=1#b=2&c=3', 'https://app.example/connect?a=1#b=2&c=3&t=TOKEN'],
    ['https://app.example/connect?t=query#tt=1', 'https://app.example/connect?t=query#tt=1&t=TOKEN'],
    ['https://app.example/connect?a#b#c', 'https://app.example/connect?a#b#c&t=TOKEN'],
    ['HTTP://localhost:3000', 'HTTP://localhost:3000#t=TOKEN'],
    ['/connect?flow=f-17', '/connect?flow=f-17#t=TOKEN'],
    ['connect', 'connect#t=TOKEN'],
    ['../connect', '../connect#t=TOKEN'],
    ['?flow=a:b', '?flow=a:b#t=TOKEN'],
    ['', '#t=TOKEN'],
  ])('A21 puts the token into the fragment of %j and keeps what is there', (url, link) => {
    expect(tokenLink(url, TOKEN)).toBe(link.replace('TOKEN', TOKEN))
  })

  it('takes a URL object and leaves it as it was', () => {
    const url = new URL('https://app.example/connect#foo=bar')
    expect(tokenLink(url, TOKEN)).toBe(`https://app.example/connect#foo=bar&t=${TOKEN}`)
    expect(url.href).toBe('https://app.example/connect#foo=bar')
  })

  it('replaces tokens that are there already, so that a link holds one', () => {
    const link = tokenLink('/connect#t=older&a=1&t=oldest', TOKEN)
    expect(link).toBe(`/connect#a=1&t=${TOKEN}`)
    expect(tokenLink(link, TOKEN)).toBe(link)
  })

  it('carries signed tokens, which have dots and dashes, as they are', () => {
    expect(tokenLink('/connect', 'eyJh.eyJq-dGk_.c2ln')).toBe('/connect#t=eyJh.eyJq-dGk_.c2ln')
  })

  it('A21 never touches what browsers send to a server', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        // Such a token is replaced, as the test above shows.
        fc.pre(!/[#&]t=/.test(url))
        const [before, after] = [new URL(url), new URL(tokenLink(url, TOKEN))]
        expect(after.href.split('#')[0]).toBe(before.href.split('#')[0])
        expect(after.search).not.toContain(TOKEN)
        expect(after.hash).toBe(`${before.hash}${before.hash ? '&' : '#'}t=${TOKEN}`)
      }),
    )
  })

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    '\tjavascript:alert(1)',
    'data:text/html,hello',
    'blob:https://app.example/1',
    'file:///etc/passwd',
    'ftp://app.example/',
    'mailto:a@app.example',
    'vbscript:x',
    'http:app.example',
    'https:/app.example',
    'https://',
    'https://exa mple/',
    '//evil.example/connect',
    '/\\evil.example/connect',
    '\\\\evil.example',
    ' /connect',
    '/connect\u0000',
  ])('refuses %j', (url) => {
    expect(() => tokenLink(url, TOKEN)).toThrow(
      /^tokenLink takes an http or https URL, or one relative to its host, got "/,
    )
  })

  it.each([[undefined], [null], [17], [{ href: 'https://app.example' }]])('refuses %j, which is no URL', (url) => {
    const make = () => tokenLink(url as unknown as string, TOKEN)
    expect(make).toThrow(HallpassError)
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS' }))
  })

  it('shows of a refused URL neither query nor fragment', () => {
    const make = () => tokenLink('//app.example/connect?key=secret#t=secret', TOKEN)
    expect(make).toThrow(/got "\/\/app\.example\/connect…"$/)
  })

  it.each([
    ['', 'a text of 0 characters that is none'],
    ['two words', 'a text of 9 characters that is none'],
    ['a&b=c', 'a text of 5 characters that is none'],
    ['a#b', 'a text of 3 characters that is none'],
    ['ä', 'a text of 1 characters that is none'],
    [undefined, 'undefined'],
    [{ token: TOKEN }, 'an object'],
  ])('refuses %j, which is no token, without showing it', (token, came) => {
    expect(() => tokenLink('/connect', token as string)).toThrow(
      `tokenLink takes the text of a token, such as minted.token, got ${came}`,
    )
  })
})
