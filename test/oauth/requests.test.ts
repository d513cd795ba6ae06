import { describe, expect, it } from 'vitest'
import type { ReceivedResponse, SentRequest } from '../exchanges/client.js'
import { credentialsOf, PARSERS } from './apps/app-setup.js'
import { read } from './scopes.js'
import { FORM_TYPE, FRAMEWORKS, withWorld } from './world.js'

/** A request that is refused whatever the token is. */
interface Row {
  readonly name: string
  readonly request: Omit<Partial<SentRequest>, 'target'> & { readonly query?: string }
  readonly expect: {
    readonly status: number
    readonly error: string
    readonly headers?: Readonly<Record<string, string>>
  }
}

const GATEWAY = ['Authorization', credentialsOf('gateway')] as const
const WRONG = ['Authorization', `Basic ${Buffer.from('gateway:guess').toString('base64')}`] as const
const JSON_TYPE = ['Content-Type', 'application/json'] as const
const MULTIPART = ['Content-Type', 'multipart/form-data; boundary=a'] as const

const CALLER = { status: 401, error: 'invalid_client', headers: { 'www-authenticate': 'Basic realm="hallpass"' } }
const FORM = { status: 400, error: 'invalid_request' }
const METHOD = { status: 405, error: 'invalid_request', headers: { allow: 'POST' } }

/** `$token` stands for one that is active. */
const ROWS: readonly Row[] = [
  { name: 'nobody', request: { headers: [FORM_TYPE], body: 'token=$token' }, expect: CALLER },
  { name: 'a wrong password', request: { headers: [WRONG, FORM_TYPE], body: 'token=$token' }, expect: CALLER },
  {
    name: 'the token itself',
    request: { headers: [['Authorization', 'Bearer $token'], FORM_TYPE], body: 'token=$token' },
    expect: CALLER,
  },
  { name: 'nobody with a bad form', request: { headers: [JSON_TYPE], body: '{}' }, expect: CALLER },
  { name: 'GET', request: { method: 'GET', headers: [GATEWAY], query: '?token=$token' }, expect: METHOD },
  { name: 'PUT', request: { method: 'PUT', headers: [GATEWAY, FORM_TYPE], body: 'token=$token' }, expect: METHOD },
  { name: 'no body', request: { headers: [GATEWAY] }, expect: FORM },
  { name: 'an empty form', request: { headers: [GATEWAY, FORM_TYPE], body: '' }, expect: FORM },
  { name: 'another field', request: { headers: [GATEWAY, FORM_TYPE], body: 'tokens=$token' }, expect: FORM },
  { name: 'an empty token', request: { headers: [GATEWAY, FORM_TYPE], body: 'token=' }, expect: FORM },
  { name: 'two tokens', request: { headers: [GATEWAY, FORM_TYPE], body: 'token=$token&token=$token' }, expect: FORM },
  { name: 'a list', request: { headers: [GATEWAY, FORM_TYPE], body: 'token[]=$token' }, expect: FORM },
  { name: 'an object', request: { headers: [GATEWAY, FORM_TYPE], body: 'token[a]=$token' }, expect: FORM },
  {
    name: 'a token in the URL',
    request: { headers: [GATEWAY, FORM_TYPE], query: '?token=$token', body: 'a=b' },
    expect: FORM,
  },
  { name: 'JSON', request: { headers: [GATEWAY, JSON_TYPE], body: '{"token":"$token"}' }, expect: FORM },
  {
    name: 'a form without its type',
    request: { headers: [GATEWAY, ['Content-Type', 'text/plain']], body: 'token=$token' },
    expect: FORM,
  },
  {
    name: 'multipart',
    request: {
      headers: [GATEWAY, MULTIPART],
      body: '--a\r\nContent-Disposition: form-data; name="token"\r\n\r\n$token\r\n--a--',
    },
    expect: FORM,
  },
]

describe.each(FRAMEWORKS)('refused requests, on $name', (framework) => {
  describe.each(PARSERS)('behind a parser %s', (parser) => {
    it.each(ROWS)('$name is refused at both, and no token is looked at', async ({ request, expect: expected }) => {
      await withWorld(framework, { parser }, async ({ service, send, reads }) => {
        const { token, id } = await service.mint(read, { resourceId: 'shop', createdBy: 'gateway' })
        for (const path of ['/introspect', '/revoke']) {
          const before = reads()
          const response = await send(filledIn(request, path, token))
          expect(toldIn(response, expected.headers)).toEqual(expected)
          expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' })
          expect(reads()).toBe(before)
        }
        expect((await service.get(id))?.status).toBe('active')
      })
    })
  })

  it('a form that is too large is refused', async () => {
    await withWorld(framework, {}, async ({ post }) => {
      expect((await post('/introspect', 'a'.repeat(16_000))).status).toBe(200)
      const large = await post('/introspect', 'a'.repeat(17_000))
      expect(toldIn(large, undefined)).toEqual(FORM)
    })
  })

  it.each(['/introspect', '/revoke'] as const)(
    'a store that is down is told as such, with the time to ask again, at %s',
    async (path) => {
      await withWorld(framework, {}, async ({ service, turn, post, errors }) => {
        const { token, id } = await service.mint(read, { resourceId: 'shop', createdBy: 'gateway' })
        turn.storeFails = true
        const down = await post(path, token)
        expect([down.status, down.headers['retry-after'], JSON.parse(down.body).error]).toEqual([
          503,
          '5',
          'temporarily_unavailable',
        ])
        expect(down.headers['cache-control']).toBe('no-store')
        expect(down.body).not.toContain('/var/lib')
        expect(errors).toEqual([expect.objectContaining({ code: 'ERR_STORE' })])
        turn.storeFails = false
        expect((await service.get(id))?.status).toBe('active')
        expect((await post(path, token)).status).toBe(200)
      })
    },
  )
})

function filledIn(
  { query = '', headers = [], body, ...request }: Row['request'],
  path: string,
  token: string,
): SentRequest {
  const put = (text: string) => text.replaceAll('$token', token)
  return {
    ...{ method: 'POST', target: path + put(query), ...request },
    headers: headers.map(([name, value]) => [name, put(value)] as const),
    ...(body !== undefined && { body: put(body) }),
  }
}

function toldIn({ status, headers, body }: ReceivedResponse, wanted: Row['expect']['headers']) {
  const picked = wanted && Object.fromEntries(Object.keys(wanted).map((name) => [name, headers[name]]))
  return { status, error: JSON.parse(body).error, ...(picked && { headers: picked }) }
}
