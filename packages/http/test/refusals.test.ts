import { HallpassError, REFUSAL_REASONS, type RefusalReason, type TokenService } from '@hallpass/core'
import { describe, expect, it, vi } from 'vitest'
import {
  ANSWERS,
  type AnswerRow,
  basic,
  bearer,
  createAuthentication,
  createGuard,
  type GateOptions,
  query,
  type RefusedBecause,
} from '../src/index.js'
import { present, told } from './gates.js'
import { viewOf } from './requests.js'
import { createService, flow, strangeToken } from './services.js'

/** A service that refuses everything for one reason. */
function refusing(reason: RefusalReason, retryAfterMs?: number, id: string | undefined = 'id-1'): TokenService {
  const { service } = createService()
  const refusal = { reason, ...(id !== undefined && { id }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
  return { ...service, validate: async () => ({ ok: false, refusal }), consume: async () => ({ ok: false, refusal }) }
}

const rows = Object.entries(ANSWERS) as readonly (readonly [RefusedBecause, AnswerRow])[]
const reasonRows = rows.filter((row): row is [RefusalReason, AnswerRow] =>
  (REFUSAL_REASONS as readonly string[]).includes(row[0]),
)
const navigation = ['Sec-Fetch-Mode', 'navigate', 'Accept', 'text/html,*/*;q=0.8']

describe('the table of answers', () => {
  it('B1 has a row for every reason of the service', () => {
    expect(reasonRows.map(([reason]) => reason).sort()).toEqual([...REFUSAL_REASONS].sort())
  })

  it.each(reasonRows)('B1 answers %s as it says, in JSON', async (reason, row) => {
    const answer = await present(createGuard(refusing(reason), flow), 'hp_1')
    expect(told(answer)).toBe(`${row.status} ${row.code}`)
    expect(answer).toMatchObject({
      kind: 'refuse',
      body: JSON.stringify({
        type: 'about:blank',
        title: TITLES[row.status],
        status: row.status,
        code: row.code,
        detail: row.detail,
      }),
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    })
  })

  const CHALLENGES = {
    none: 'Bearer realm="hallpass"',
    invalid_request: 'Bearer realm="hallpass", error="invalid_request"',
    invalid_token: 'Bearer realm="hallpass", error="invalid_token"',
    insufficient_scope: 'Bearer realm="hallpass", error="insufficient_scope"',
  }

  it.each(reasonRows)('B1 challenges for %s as it says', async (reason, row) => {
    const { headers } = (await present(createGuard(refusing(reason), flow), 'hp_1')) as {
      headers: Record<string, unknown>
    }
    const bare = row.challenge && CHALLENGES[row.challenge]
    expect(headers['www-authenticate']).toEqual(bare && [row.namesScopes ? `${bare}, scope="flow"` : bare])
  })

  it('names no scope where any would do', async () => {
    const answer = await present(createAuthentication(refusing('route_not_allowed')), 'hp_1')
    expect(answer).toHaveProperty(['headers', 'www-authenticate'], [CHALLENGES.insufficient_scope])
  })

  it('D9 challenges for Basic too, with the realm, on a 401 where basic() is a source', async () => {
    const options: GateOptions<unknown> = { from: [bearer(), basic()], realm: 'repositories' }
    const missing = await createGuard(refusing('missing'), flow, options)(viewOf())
    expect(missing).toHaveProperty(
      ['headers', 'www-authenticate'],
      ['Bearer realm="repositories"', 'Basic realm="repositories", charset="UTF-8"'],
    )
    const denied = await present(createGuard(refusing('denied'), flow, options), 'hp_1')
    expect(denied).toHaveProperty(['headers', 'www-authenticate', 'length'], 1)
  })

  it('asks referrers to keep the URL to themselves where a token may come in it', async () => {
    const answer = await createGuard(refusing('missing'), flow, { from: [query('t')] })(viewOf())
    expect(answer).toHaveProperty(['headers', 'referrer-policy'], 'no-referrer')
  })

  it.each([
    ['pending', undefined, '5'],
    ['pending', 2001, '3'],
    ['pending', 1, '1'],
    ['pending', 0, '1'],
    ['reserved', undefined, '1'],
    ['reserved', 29_500, '30'],
    ['expired', 5000, undefined],
  ] as const)('tells after %s and %s ms to come again in %s s', async (reason, retryAfterMs, seconds) => {
    const { headers } = (await present(createGuard(refusing(reason, retryAfterMs), flow), 'hp_1')) as {
      headers: Record<string, unknown>
    }
    expect(headers['retry-after']).toBe(seconds)
  })

  it('tells a reason only to whoever presented the right secret', async () => {
    const { service } = createService()
    const without = { ok: false, refusal: { reason: 'expired' } } as const
    const gate = createGuard({ ...service, consume: async () => without }, flow)
    expect(told(await present(gate, 'hp_1'))).toBe('401 token_invalid')
  })
})

describe('opaque refusals', () => {
  it.each([undefined, navigation])('A10 are one and the same for every reason: %s', async (rawHeaders = []) => {
    const answers = await Promise.all(
      reasonRows
        .filter(([reason]) => reason !== 'missing')
        .map(([reason]) =>
          present(createGuard(refusing(reason, 9000), flow, { disclosure: 'opaque' }), 'hp_1', { rawHeaders }),
        ),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401 })
  })

  it('A10 leave 400, 503 and nothing presented apart', async () => {
    const { service, store } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createGuard(service, flow, { disclosure: 'opaque' })
    expect(told(await gate(viewOf()))).toBe('401 token_missing')
    expect(told(await present(gate, 'a b'))).toBe('400 token_ambiguous')
    store.failWith(new Error('down'))
    expect(told(await present(gate, token))).toBe('503 store_unavailable')
  })

  it('A10 cover a prefetch and a request from another site', async () => {
    const { service } = createService()
    const { token } = await service.mint('download', { resourceId: 'd-1' })
    const opaque = { disclosure: 'opaque' } as const
    const ahead = { target: '/files/d-1', rawHeaders: ['Purpose', 'prefetch'] }
    expect(told(await present(createAuthentication(service, opaque), token, ahead))).toBe('401 token_invalid')
    const rawHeaders = ['Authorization', `Basic ${Buffer.from(`a:${token}`).toString('base64')}`]
    const gate = createAuthentication(service, { ...opaque, from: [basic()] })
    expect(told(await gate(viewOf({ method: 'POST', rawHeaders })))).toBe('401 token_invalid')
  })
})

describe('what fails', () => {
  const { service } = createService()
  const thrown: readonly (readonly [string, Partial<TokenService>, GateOptions<unknown>])[] = [
    ['a store', { consume: () => Promise.reject(new HallpassError('ERR_STORE', 'down')) }, {}],
    ['contention', { consume: () => Promise.reject(new HallpassError('ERR_CONTENTION', 'busy')) }, {}],
    ['a clock', { consume: () => Promise.reject(new HallpassError('ERR_CLOCK', 'NaN')) }, {}],
    ['anything else', { consume: () => Promise.reject('a text') }, {}],
    [
      'a throw before any promise',
      {
        consume: () => {
          throw new TypeError('x')
        },
      },
      {},
    ],
    [
      'owns',
      {
        owns: () => {
          throw new TypeError('x')
        },
      },
      {},
    ],
    [
      'context',
      {},
      {
        context: () => {
          throw new TypeError('x')
        },
      },
    ],
    ['fingerprint', {}, { fingerprint: () => Promise.reject(new TypeError('x')) }],
  ]

  it.each(thrown)('A17 is a 503 with Retry-After, and never a pass: %s', async (_, broken, options) => {
    const onRefused = vi.fn()
    const answer = await present(createGuard({ ...service, ...broken }, flow, { ...options, onRefused }), 'hp_1')
    expect(told(answer)).toBe('503 store_unavailable')
    expect(answer).toHaveProperty(['headers', 'retry-after'], '5')
    expect(answer).not.toHaveProperty(['headers', 'www-authenticate'])
    expect(onRefused.mock.calls[0]?.[0]).toMatchObject({ because: 'unavailable', error: expect.anything() })
  })
})

describe('onRefused', () => {
  it('hears the true reason, the id and what the client was told, and the request', async () => {
    const onRefused = vi.fn()
    const request = { name: 'req' }
    await present(createGuard(refusing('expired'), flow, { onRefused, disclosure: 'opaque' }), 'hp_1', { request })
    expect(onRefused).toHaveBeenCalledExactlyOnceWith(
      { because: 'expired', status: 401, code: 'token_invalid', tokenId: 'id-1', error: undefined },
      request,
    )
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('listener')
      },
    ],
    ['rejects', () => Promise.reject(new Error('listener'))],
    ['never answers', () => new Promise<void>(() => {})],
  ])('changes nothing where it %s', async (_, onRefused) => {
    expect(told(await createGuard(refusing('missing'), flow, { onRefused })(viewOf()))).toBe('401 token_missing')
  })
})

describe('the page of a browser that navigates', () => {
  it('has the same status and challenge, and holds no token', async () => {
    const token = await strangeToken()
    const { service } = createService()
    const answer = await present(createGuard(service, flow), token, { rawHeaders: navigation })
    expect(answer).toMatchObject({
      status: 401,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    })
    expect(answer).toHaveProperty(['headers', 'www-authenticate'])
    expect(JSON.stringify(answer)).not.toContain(token)
  })

  it.each([
    ['a script that takes HTML', ['Sec-Fetch-Mode', 'cors', 'Accept', 'text/html']],
    ['a navigation that takes anything', ['Sec-Fetch-Mode', 'navigate', 'Accept', '*/*']],
    ['a navigation that takes something like HTML', ['Sec-Fetch-Mode', 'navigate', 'Accept', 'text/html2']],
  ])('is not for %s', async (_, rawHeaders) => {
    expect(told(await createGuard(refusing('missing'), flow)(viewOf({ rawHeaders })))).toBe('401 token_missing')
  })

  it('is there also where Accept came in two lines, which mean one list', async () => {
    const rawHeaders = ['Sec-Fetch-Mode', 'navigate', 'Accept', 'application/xml', 'Accept', 'text/html']
    const answer = await createGuard(refusing('missing'), flow)(viewOf({ rawHeaders }))
    expect(answer).toMatchObject({ status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } })
  })

  it('can be replaced by a text or by a page with headers of its own', async () => {
    const request = viewOf({ rawHeaders: navigation })
    const text = await createGuard(refusing('missing'), flow, { page: ({ code }) => `<p>${code}` })(request)
    expect(text).toMatchObject({
      status: 401,
      body: '<p>token_missing',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
    const page = { status: 200, headers: { 'content-type': 'text/plain', 'cache-control': 'public' }, body: 'own' }
    const own = await createGuard(refusing('missing'), flow, { page: () => page })(request)
    expect(own).toMatchObject({
      status: 401,
      body: 'own',
      headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
    })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('page')
      },
    ],
    ['renders nothing', () => undefined as unknown as string],
    ['is asynchronous', (async () => '<p>late') as unknown as () => string],
  ])('is JSON where the own one %s', async (_, page) => {
    const gate = createGuard(refusing('missing'), flow, { page })
    expect(told(await gate(viewOf({ rawHeaders: navigation })))).toBe('401 token_missing')
  })

  it('is JSON where the own one rejects, and the rejection ends no process', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const page = (async () => {
      throw new Error('page')
    }) as unknown as () => string
    const gate = createGuard(refusing('missing'), flow, { page })
    expect(told(await gate(viewOf({ rawHeaders: navigation })))).toBe('401 token_missing')
    await new Promise(setImmediate)
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  409: 'Conflict',
  503: 'Service Unavailable',
}
