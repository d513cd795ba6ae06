import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactTokens, redactUrl } from '../src/redact.js'

const ID = '0Rk3dXqTz81VbN5m'
const SECRET = 'q7W2eR5tY8uI1oP4aS6dF9gH3jK0lZxC1aB2cD'
const TOKEN = `hp_${ID}${SECRET}`
const REDACTED = `hp_${ID}…`

describe('redactTokens', () => {
  it.each([
    ['the token alone', TOKEN, REDACTED],
    ['a header', `x-hallpass-token: ${TOKEN}\r\n`, `x-hallpass-token: ${REDACTED}\r\n`],
    ['a bearer', `Authorization: Bearer ${TOKEN}`, `Authorization: Bearer ${REDACTED}`],
    ['JSON', JSON.stringify({ token: TOKEN, next: '\n' }), `{"token":"${REDACTED}","next":"\\n"}`],
    ['JSON behind an escape', JSON.stringify(`\n${TOKEN}\n`), `"\\n${REDACTED}\\n"`],
    ['a URL inside a URL', `/in?next=${encodeURIComponent(`/a?t=${TOKEN}`)}&b`, `/in?next=%2Fa%3Ft%3D${REDACTED}&b`],
    ['two tokens', `${TOKEN},${TOKEN}`, `${REDACTED},${REDACTED}`],
    ['another prefix', `acme1_${ID}${SECRET}`, `acme1_${ID}…`],
    ['a word in front', `key_${TOKEN}`, `key_${REDACTED}`],
    ['letters in front', `xx${TOKEN}`, `xx${REDACTED}`],
    ['letters behind', `${TOKEN}xyz`, `${REDACTED}xyz`],
    ['an underscore behind', `${TOKEN}_log`, `${REDACTED}_log`],
    ['a token that was cut short', `GET /a?t=${TOKEN.slice(0, 40)}`, `GET /a?t=${REDACTED}`],
    ['a token that was cut behind one character of its secret', TOKEN.slice(0, 20), REDACTED],
  ])('takes the secret out of %s, and leaves the id', (_, text, redacted) => {
    expect(redactTokens(text)).toBe(redacted)
  })

  it.each([
    ['an encoded underscore', TOKEN.replace('_', '%5F')],
    ['lower-case hex', TOKEN.replace('_', '%5f')],
    ['every character', encodedWhole(TOKEN)],
    ['every character twice', encodedWhole(TOKEN).replaceAll('%', '%25')],
    ['every other character', [...TOKEN].map((one, index) => (index % 2 ? encodedWhole(one) : one)).join('')],
  ])('finds a token with %s percent-encoded', (_, text) => {
    const redacted = redactTokens(text)
    expect(decodedWhole(redacted.replace('…', ''))).toBe(`hp_${ID}`)
  })

  it.each([
    'nothing to see here',
    '',
    `hp_${ID}`,
    REDACTED,
    'hp_',
    `a_${'x'.repeat(53)}`,
    'SOME_LONG_CONSTANT_NAME_WITH_MANY_UNDERSCORES_IN_IT_AND_NO_SECRET',
    'f'.repeat(64),
    `hp-${ID}${SECRET}`,
    '100%_of_%5F_%25',
    'hp_ids are 16 characters',
  ])('leaves %j alone', (text) => {
    expect(redactTokens(text)).toBe(text)
  })

  it('takes prefixes whose cut-short texts count as tokens', () => {
    const cut = `acme_${ID}${SECRET.slice(0, 9)}`
    expect(redactTokens(cut)).toBe(cut)
    expect(redactTokens(cut, { prefixes: ['hp', 'acme'] })).toBe(`acme_${ID}…`)
  })

  const base62 = (length: number) => fc.stringMatching(new RegExp(`^[0-9A-Za-z]{${length}}$`))
  const spelling = fc.constantFrom<(text: string) => string>((text) => text, encodedWhole, encodeURIComponent)

  it('leaves no secret in any text, and the id in all', () => {
    const token = fc.record({ prefix: fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/), id: base62(16), secret: base62(38) })
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        token,
        fc.string({ unit: 'binary' }),
        spelling,
        (before, one, after, spell) => {
          fc.pre(!/[0-9A-Za-z_%]$/.test(before))
          const text = before + spell(`${one.prefix}_${one.id}${one.secret}`) + after
          const redacted = redactTokens(text)
          expect(redacted).not.toContain(spell(one.secret))
          expect(redacted).not.toContain(spell(one.secret.slice(1)))
          expect(redacted.startsWith(`${before}${spell(`${one.prefix}_${one.id}`)}…`)).toBe(true)
        },
      ),
    )
  })

  it('changes nothing the second time', () => {
    const piece = fc.oneof(fc.constant(TOKEN), fc.constant('%5f'), fc.constant('_'), base62(20), fc.string())
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const once = redactTokens(pieces.join(''))
        expect(redactTokens(once)).toBe(once)
      }),
    )
  })

  it('takes texts of any length', () => {
    expect(redactTokens(`hp_${'x'.repeat(30_000_000)}`)).toHaveLength(3 + 16 + 1 + 30_000_000 - 54)
  })

  it.each([
    ['underscores', '_'],
    ['digits', '1'],
    ['almost tokens', `hp_${'x'.repeat(16)}_`],
    ['almost whole tokens', `abcdefghijklmnop_${'x'.repeat(53)}-`],
    ['escapes of escapes', '%25'],
    ['an escape that never ends', '25'],
    ['escapes that are almost letters', '_%4'],
    ['encoded letters', '_%25252541'],
  ])('G15 takes time in proportion to the length of hostile %s', (_, piece) => {
    const text = (count: number) => `_%${piece.repeat(count)}`
    const small = fastest(() => redactTokens(text(4_000)))
    const large = fastest(() => redactTokens(text(64_000)))
    expect(large).toBeLessThan(16 * 8 * Math.max(small, 0.05))
  })
})

describe('redactUrl', () => {
  it.each([
    ['a query token of ours', `/a?t=${TOKEN}`, `/a?t=${REDACTED}`],
    ['a fragment', `https://app.example/a#t=${TOKEN}`, `https://app.example/a#t=${REDACTED}`],
    ['a fragment with more in it', '/a#foo=bar&t=signed.to.ken', '/a#foo=bar&t=…'],
    ['a value that is no token', '/a?t=eyJh.eyJq.c2ln&b=1', '/a?t=…&b=1'],
    ['the same name twice', '/a?t=one&t=two', '/a?t=…&t=…'],
    ['an encoded name', '/a?%74=one', '/a?%74=…'],
    ['a name with brackets', '/a?t[]=one&t[x]=two', '/a?t[]=…&t[x]=…'],
    ['a value with an equals sign', '/a?t=a=b==', '/a?t=…'],
    ['a query inside a fragment', '/a#/inner?t=one', '/a#/inner?t=…'],
    ['a user name and a password', 'https://user:pass@app.example/a?b=1', 'https://…@app.example/a?b=1'],
    ['a password with an @', 'https://user:p@ss@app.example/', 'https://…@app.example/'],
    ['a token as a password', `https://x:${TOKEN}@git.example/r.git`, 'https://…@git.example/r.git'],
    ['a token in the path', `/a/${TOKEN}/b`, `/a/${REDACTED}/b`],
    ['a token under another name', `/a?next=${TOKEN}`, `/a?next=${REDACTED}`],
  ])('takes the secret out of %s', (_, url, redacted) => {
    expect(redactUrl(url)).toBe(redacted)
    expect(redactUrl(redacted)).toBe(redacted)
  })

  it.each([
    '/a',
    '*',
    '',
    '/a?tt=1&at=2&T=3&t&t=',
    '/t=1/b',
    '/mail@app.example?to=me@app.example',
    'https://app.example/@me',
    '/a?%=1&%zz=2',
  ])('leaves %j alone', (url) => {
    expect(redactUrl(url)).toBe(url)
  })

  it.each([
    ['/a;=?t=one', '/a;=?t=…'],
    ['/a;v=1?t=one', '/a;v=1?t=…'],
    ['/a?b=c?t=one&d=e', '/a?b=c?t=…&d=e'],
    ['/a?t=one?two=three', '/a?t=…'],
    ['/a?t=one?t=two#t=three', '/a?t=…#t=…'],
    ['/a?t=&t=one', '/a?t=&t=…'],
  ])('finds the value in %j wherever its name stands', (url, redacted) => {
    expect(redactUrl(url)).toBe(redacted)
  })

  it.each(['?a=', ';', '?t=', '&t=x', '?'])('G15 takes time in proportion to the length of a URL of %s', (piece) => {
    const small = fastest(() => redactUrl(piece.repeat(4_000)))
    const large = fastest(() => redactUrl(piece.repeat(64_000)))
    expect(large).toBeLessThan(16 * 8 * Math.max(small, 0.05))
  })

  it('takes the names of the parameters', () => {
    expect(redactUrl('/a?ticket=one&t=two&access_token=three', ['ticket', 'access_token'])).toBe(
      '/a?ticket=…&t=two&access_token=…',
    )
  })

  it('leaves nothing of a named value, in any URL', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        base64url(),
        fc.boolean(),
        (url, value, inQuery) => {
          const address = new URL(url)
          if (inQuery) address.searchParams.append('ticket', value)
          else address.hash += `&ticket=${value}`
          expect(redactUrl(address.href, ['ticket'])).not.toContain(value)
        },
      ),
    )
  })
})

function base64url() {
  return fc.stringMatching(/^[A-Za-z0-9_-]{24,60}$/)
}

function encodedWhole(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

function decodedWhole(text: string): string {
  return text.includes('%') ? decodedWhole(decodeURIComponent(text)) : text
}

function fastest(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}
