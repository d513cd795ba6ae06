import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ANSWERS } from '../src/answers.js'
import { refusalPage } from '../src/html/refusal-page.js'
import { WORDINGS } from '../src/html/wordings.js'

const codes = Object.values(ANSWERS).map(({ status, code }) => ({ status, code }))

describe('refusalPage', () => {
  it.each(codes)('says for $code what happened and what to do, in words for people', ({ status, code }) => {
    const page = refusalPage({ status, code })
    expect(page.status).toBe(status)
    expect(page.body).toContain(`<h1>${WORDINGS[code].title}</h1>`)
    expect(page.body).toContain(`<p>${WORDINGS[code].text}</p>`)
    expect(page.body).toContain(`<small>${status} ${code}</small>`)
    expect(`${WORDINGS[code].title} ${WORDINGS[code].text}`).not.toMatch(/token|scope|HTTP|\bnot valid\b/i)
  })

  it('has words of its own for each code', () => {
    const titles = Object.values(WORDINGS).map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
    expect(Object.keys(WORDINGS).sort()).toEqual([...new Set(codes.map(({ code }) => code))].sort())
  })

  it('takes only what it shows from a problem document: its title is a status phrase', () => {
    const problem = {
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'token_expired',
      detail: 'x',
    } as const
    expect(refusalPage(problem)).toEqual(refusalPage({ status: 401, code: 'token_expired' }))
  })

  it('takes a wording of your own, in its language, and escapes it', () => {
    const wording = { title: 'Abgelaufen', text: 'Bitte <neu> anfordern' }
    const { body } = refusalPage({ status: 401, code: 'token_expired', wording, lang: 'de' })
    expect(body).toContain('<html lang="de"')
    expect(body).toContain('<title>Abgelaufen</title>')
    expect(body).toContain('Bitte &#60;neu&#62; anfordern')
  })

  it('is English unless told otherwise', () => {
    expect(refusalPage({ status: 401, code: 'token_expired' }).body).toContain('<html lang="en"')
  })

  it('runs no script, loads nothing, posts home only, is framed by nobody and kept by no cache', () => {
    const { headers, body } = refusalPage({ status: 401, code: 'token_expired' })
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
    expect(body).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import/i)
  })

  it('can be read with a screen reader, on a small screen and in the dark', () => {
    const { body } = refusalPage({ status: 401, code: 'token_expired' })
    expect(body.match(/<main>/g)).toHaveLength(1)
    expect(body.match(/<h1>/g)).toHaveLength(1)
    expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">')
    expect(body).toContain('@media (prefers-color-scheme: dark)')
  })

  it('has a contrast of 7 to 1 or more, in light and in dark', () => {
    const { body } = refusalPage({ status: 401, code: 'token_expired' })
    const themes = [
      ...body.matchAll(/--text: (#\w+); --quiet: (#\w+); --ground: (#\w+); --accent: (#\w+); --on-accent: (#\w+)/g),
    ]
    expect(themes).toHaveLength(2)
    for (const [, text, quiet, ground, accent, onAccent] of themes)
      for (const [one, other] of [
        [text, ground],
        [quiet, ground],
        [onAccent, accent],
      ] as [string, string][])
        expect(contrast(one, other), `${one} on ${other}`).toBeGreaterThanOrEqual(7)
  })
})

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : (colour.match(/\w\w/g) ?? [])
  const [red, green, blue] = digits.map((pair) => {
    const share = Number.parseInt(pair, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
