import { describe, expect, it } from 'vitest'
import { startRecorder, withUpstream } from './upstreams.js'
import { bearer, raw, statusOf, type World, type WorldOptions, withGate } from './world.js'

/** A gate before an upstream that keeps what came to it. */
async function withRecorder(
  options: Partial<WorldOptions>,
  test: (world: World & { readonly got: () => string }) => Promise<void>,
): Promise<void> {
  await withUpstream(startRecorder(), async ({ url, got }) => {
    const all = { mode: 'proxy', upstream: url, ...options } as WorldOptions
    await withGate(all, (world) => test({ ...world, got }))
  })
}

const linesOf = (text: string) => (text.split('\r\n\r\n', 1)[0] ?? '').split('\r\n')

describe('what the upstream gets', () => {
  it('is the request line byte by byte', () =>
    withRecorder({}, async ({ mint, send, got }) => {
      const target = '/flows/f-1?a=%2F..%2f&b=/../x;y&&c==?&d=!$\'()*+,:@~"<>^`{|}[]\\%zz'
      expect(statusOf(await send(raw('GET', target, [bearer(await mint())])))).toBe(200)
      expect(linesOf(got())[0]).toBe(`GET ${target} HTTP/1.1`)
    }))

  it('is all that the client said that is no business of the gate, in its order and spelling', () =>
    withRecorder({}, async ({ mint, send, got }) => {
      const own = [
        'accept: */*',
        'X-CUSTOM_name: a',
        'Cookie: a=1',
        'X-custom_NAME: b\xe9',
        'Cookie: b=2',
        'Authorization2: x',
      ]
      await send(raw('GET', '/flows/f-1', [...own, bearer(await mint())]))
      expect(linesOf(got()).slice(1, 8)).toEqual(['Host: app', ...own])
    }))

  it('D11 is the id of the token, its scope and its resource, and never the token', () =>
    withRecorder({}, async ({ mint, send, got, logged }) => {
      const token = await mint('ä/b'.replace('/', '-'))
      await send(raw('GET', `/flows/${encodeURIComponent('ä-b')}`, [bearer(token)]))
      expect(linesOf(got())).toEqual(
        expect.arrayContaining([
          `X-Hallpass-Token-Id: ${token.slice(3, 19)}`,
          'X-Hallpass-Scope: flow',
          'X-Hallpass-Resource: %C3%A4-b',
        ]),
      )
      expect(got() + logged()).not.toContain(token.slice(19))
    }))

  it.each([
    ['X-Hallpass-Token-Id: evil'],
    ['X_Hallpass_Token_Id: evil'],
    ['x-hallpass_RESOURCE: evil'],
    ['X.Hallpass.Token.Id: evil'],
    ["x~hallpass'SCOPE: evil"],
    ['X-Hallpass-Anything: evil'],
    ['X-Hallpass-Gate-Secret: evil'],
    ['X-Original-URL: /evil'],
    ['X_Original_URL: /evil'],
    ['X-Rewrite-URL: /evil'],
    ['X-Forwarded-Uri: /evil'],
    ['X-Forwarded-Prefix: /evil'],
    ['X-HTTP-Method-Override: EVIL'],
    ['X_HTTP_Method_Override: EVIL'],
    ['X.HTTP.Method.Override: EVIL'],
    ['X!Real*IP: evil'],
    ['Content.Length: evil'],
    ['X-Forwarded-For: evil'],
    ['X_Forwarded_For: evil'],
    ['X-Forwarded-Host: evil'],
    ['X-Real-IP: evil'],
    ['Forwarded: for=evil'],
    ['Proxy: http://evil'],
    ['Proxy-Authorization: evil'],
    ['TE: evil'],
    ['Keep-Alive: evil'],
    ['Connection: evil\r\nEvil: evil'],
    ['Connection: close, x-evil\r\nX_Evil: evil'],
    ['Connection: close, x-evil\r\nX.Evil: evil'],
  ])('is not what a client says in its place: %j', (line) =>
    withRecorder({}, async ({ mint, send, got }) => {
      expect(statusOf(await send(raw('GET', '/flows/f-1', [bearer(await mint()), line])))).toBe(200)
      expect(got()).not.toMatch(/evil/i)
      expect(got()).toMatch(/^X-Forwarded-For: 127\.0\.0\.1\r$/m)
    }),
  )

  it('is told of the token and of the host, whatever Connection nominates', () =>
    withRecorder({}, async ({ mint, send, got }) => {
      const nominated = 'x-hallpass-token-id, X_Hallpass_Scope, host, cookie, content-length, x-forwarded-for'
      const lines = [bearer(await mint()), `Connection: ${nominated}`, 'Cookie: a=1', 'Content-Length: 2']
      await send(`${raw('PUT', '/flows/f-1', lines)}hi`)
      for (const name of [
        'X-Hallpass-Token-Id',
        'X-Hallpass-Scope',
        'Host',
        'Cookie',
        'X-Forwarded-For',
        'Content-Length',
      ])
        expect(linesOf(got()).filter((line) => line.startsWith(`${name}: `))).toHaveLength(1)
      expect(got()).toMatch(/\r\n\r\nhi$/)
    }))

  it('is what a trusted proxy says of the client, with its address behind', () =>
    withRecorder({ trustedPeers: ['127.0.0.1'] }, async ({ mint, send, got }) => {
      const said = [
        'X-Forwarded-For: 10.1.2.3',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: example.com',
        'X-Real-IP: 10.1.2.3',
      ]
      await send(raw('GET', '/flows/f-1', [bearer(await mint()), ...said, 'X_Forwarded_Proto: evil']))
      const lines = linesOf(got()).filter((line) => /^x.(forwarded|real)/i.test(line))
      expect(lines.sort()).toEqual(['X-Forwarded-For: 10.1.2.3, 127.0.0.1', ...said.slice(1)].sort())
    }))
})

describe('the token', () => {
  const basic = (user: string, password: string) =>
    `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

  it.each([
    ['bearer', (token: string) => [bearer(token)], '/flows/f-1?a=1'],
    ['basic', (token: string) => [basic('x', token)], '/flows/f-1?a=1'],
    ['basic', (token: string) => [basic(token, 'x')], '/flows/f-1?a=1'],
    ['header:x-pass', (token: string) => [`X-Pass: ${token}`], '/flows/f-1?a=1'],
    ['header:x.pass', (token: string) => [`X.Pass: ${token}`, `X_Pass: ${token}`], '/flows/f-1?a=1'],
    ['header:x-hallpass-token', (token: string) => [`X-Hallpass-Token: ${token}`], '/flows/f-1?a=1'],
  ])('is taken out of %s', (place, linesFor, target) =>
    withRecorder({ from: [place] }, async ({ mint, send, got }) => {
      const token = await mint()
      expect(statusOf(await send(raw('GET', target, [...linesFor(token), 'X-Stays: 1'])))).toBe(200)
      expect(got()).not.toMatch(/authorization|x.pass:|x-hallpass-token:/i)
      expect(linesOf(got())).toEqual(expect.arrayContaining([`GET ${target} HTTP/1.1`, 'X-Stays: 1']))
    }),
  )

  it.each([
    ['a=1; __Host-t=TOKEN; b=2', 'a=1; b=2'],
    ['__Host-t=TOKEN', undefined],
    ['__Host-t=TOKEN; b=2', 'b=2'],
    ['b=__Host-t;  __Host-t=TOKEN', 'b=__Host-t'],
  ])('is taken out of the cookies %j', (sent, kept) =>
    withRecorder({ from: ['cookie:__Host-t'] }, async ({ mint, send, got }) => {
      const line = `Cookie: ${sent.replace('TOKEN', await mint())}`
      expect(statusOf(await send(raw('GET', '/flows/f-1', [line])))).toBe(200)
      expect(linesOf(got()).find((one) => one.startsWith('Cookie'))).toBe(kept && `Cookie: ${kept}`)
    }),
  )

  it.each([
    ['?t=TOKEN', ''],
    ['?t=TOKEN&', ''],
    ['?&t=TOKEN', ''],
    ['?t=TOKEN&&', '?&'],
    ['?t=TOKEN&a=%2f&&b', '?a=%2f&&b'],
    ['?a=%2f&t=TOKEN', '?a=%2f'],
    ['?tt=1&%74=TOKEN&t2=t', '?tt=1&t2=t'],
  ])('is taken out of the query %s', (sent, kept) =>
    withRecorder({ from: ['query:t'] }, async ({ mint, send, got }) => {
      const token = await mint()
      expect(statusOf(await send(raw('GET', `/flows/f-1${sent.replace('TOKEN', token)}`)))).toBe(200)
      expect(linesOf(got())[0]).toBe(`GET /flows/f-1${kept} HTTP/1.1`)
    }),
  )

  it('is taken out, and what another system put into Authorization is not', () =>
    withRecorder({ from: ['bearer', 'header:x-pass'] }, async ({ mint, send, got }) => {
      await send(raw('GET', '/flows/f-1', ['Authorization: Bearer of-the-upstream', `X-Pass: ${await mint()}`]))
      expect(linesOf(got())).toContain('Authorization: Bearer of-the-upstream')
      expect(got()).not.toContain('X-Pass')
    }))
})
