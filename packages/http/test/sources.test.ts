import type { HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { AMBIGUOUS, basic, bearer, body, cookie, header, query, type Reading, type TokenSource } from '../src/index.js'
import { basicOf, lines, viewOf } from './requests.js'

const owns = (text: string) => text.startsWith('hp_')
const long = 'a'.repeat(5000)

interface Vector {
  readonly name: string
  readonly source: TokenSource
  readonly request: Parameters<typeof viewOf>[0]
  readonly reads: Reading
}

const authorization = (...values: readonly string[]) => ({
  rawHeaders: values.flatMap((value) => ['Authorization', value]),
})
const cookies = (...values: readonly string[]) => ({ rawHeaders: values.flatMap((value) => ['Cookie', value]) })
const form = { rawHeaders: lines(['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']), method: 'POST' }
const secret = cookie('__Host-t')

const VECTORS: readonly Vector[] = [
  { name: 'nothing', source: bearer(), request: {}, reads: undefined },
  {
    name: 'a token as long as can be',
    source: bearer(),
    request: authorization(`Bearer ${'a'.repeat(4096)}`),
    reads: 'a'.repeat(4096),
  },
  {
    name: 'a token that is longer',
    source: bearer(),
    request: authorization(`Bearer ${'a'.repeat(4097)}`),
    reads: AMBIGUOUS,
  },
  {
    name: 'a user without a password',
    source: basic(),
    request: authorization(`Basic ${basicOf('ann:')}`),
    reads: 'ann',
  },
  {
    name: "somebody else's password",
    source: basic(),
    request: authorization(`Basic ${basicOf('ann:secret')}`),
    reads: 'secret',
  },
  { name: 'no user', source: basic(), request: authorization(`Basic ${basicOf(':secret')}`), reads: undefined },
  { name: 'no colon', source: basic(), request: authorization(`Basic ${basicOf('secret')}`), reads: undefined },
  { name: 'a parameter without a value', source: query('t'), request: { target: '/a?t' }, reads: AMBIGUOUS },
  { name: 'a parameter before a fragment', source: query('t'), request: { target: '/a?t=x#&t=y' }, reads: 'x' },
  { name: 'a parameter of no name', source: query('t'), request: { target: '/a?=t&&t=x' }, reads: 'x' },
  { name: 'no query', source: query('t'), request: { target: '/t=x' }, reads: undefined },
  {
    name: 'a form in a HEAD',
    source: body('t'),
    request: { ...form, method: 'HEAD', body: { t: 'x' } },
    reads: undefined,
  },
  { name: 'a form that is null', source: body('t'), request: { ...form, body: null }, reads: undefined },
  { name: 'a bearer token', source: bearer(), request: authorization('Bearer token'), reads: 'token' },
  { name: 'a scheme in lower case', source: bearer(), request: authorization('bearer token'), reads: 'token' },
  { name: 'several spaces', source: bearer(), request: authorization('BEARER   token'), reads: 'token' },
  { name: 'padding', source: bearer(), request: authorization('Bearer test-token=='), reads: 'test-token==' },
  {
    name: 'a header name in any case',
    source: bearer(),
    request: { rawHeaders: ['aUTHORIZATION', 'Bearer t'] },
    reads: 't',
  },
  { name: 'another scheme', source: bearer(), request: authorization('foo token'), reads: undefined },
  {
    name: 'a scheme that only starts alike',
    source: bearer(),
    request: authorization('Bearertoken'),
    reads: undefined,
  },
  { name: 'Basic', source: bearer(), request: authorization('Basic dGVzdDp0ZXN0'), reads: undefined },
  { name: 'a scheme alone', source: bearer(), request: authorization('Bearer'), reads: AMBIGUOUS },
  { name: 'a scheme and a space', source: bearer(), request: authorization('Bearer '), reads: AMBIGUOUS },
  { name: 'a tab', source: bearer(), request: authorization('Bearer\ttoken'), reads: AMBIGUOUS },
  { name: 'quotes', source: bearer(), request: authorization('Bearer an"invalid"token'), reads: AMBIGUOUS },
  { name: 'two words', source: bearer(), request: authorization('Bearer one two'), reads: AMBIGUOUS },
  {
    name: 'values joined by a comma',
    source: bearer(),
    request: authorization('Bearer a, Bearer b'),
    reads: AMBIGUOUS,
  },
  { name: 'two lines', source: bearer(), request: authorization('Bearer a', 'Bearer a'), reads: AMBIGUOUS },
  {
    name: 'two lines of two schemes',
    source: bearer(),
    request: authorization('Basic YTpi', 'Bearer a'),
    reads: AMBIGUOUS,
  },
  { name: 'bytes that are not ASCII', source: bearer(), request: authorization('Bearer \u00e9'), reads: AMBIGUOUS },
  { name: 'an over-long text', source: bearer(), request: authorization(`Bearer ${long}`), reads: AMBIGUOUS },

  { name: 'a header', source: header('X-Token'), request: { rawHeaders: ['x-token', 'abc'] }, reads: 'abc' },
  { name: 'an empty header', source: header('x-token'), request: { rawHeaders: ['X-Token', ''] }, reads: AMBIGUOUS },
  {
    name: 'a repeated header',
    source: header('x-token'),
    request: { rawHeaders: ['X-Token', 'a', 'x-token', 'a'] },
    reads: AMBIGUOUS,
  },
  {
    name: 'a header joined by a comma',
    source: header('x-token'),
    request: { rawHeaders: ['X-Token', 'a, b'] },
    reads: AMBIGUOUS,
  },
  {
    name: 'an over-long header',
    source: header('x-token'),
    request: { rawHeaders: ['X-Token', long] },
    reads: AMBIGUOUS,
  },

  {
    name: 'D8 the token as user name',
    source: basic(),
    request: authorization(`Basic ${basicOf('hp_1:')}`),
    reads: 'hp_1',
  },
  {
    name: 'D8 the token as user name with any password',
    source: basic(),
    request: authorization(`Basic ${basicOf('hp_1:x-oauth-basic')}`),
    reads: 'hp_1',
  },
  {
    name: 'D8 the token as password',
    source: basic(),
    request: authorization(`Basic ${basicOf('git:hp_1')}`),
    reads: 'hp_1',
  },
  {
    name: 'D8 a scheme in any case',
    source: basic(),
    request: authorization(`bASIC ${basicOf('git:hp_1')}`),
    reads: 'hp_1',
  },
  {
    name: 'D8 base64 without padding',
    source: basic(),
    request: authorization(`Basic ${basicOf('git:hp_1').replace(/=+$/, '')}`),
    reads: 'hp_1',
  },
  { name: 'D8 invalid base64', source: basic(), request: authorization('Basic !!!'), reads: undefined },
  { name: 'D8 base64 with a stray bit', source: basic(), request: authorization('Basic YTp='), reads: undefined },
  { name: 'D8 no colon', source: basic(), request: authorization(`Basic ${basicOf('hp_1')}`), reads: undefined },
  {
    name: 'D8 an empty user name',
    source: basic(),
    request: authorization(`Basic ${basicOf(':hp_1')}`),
    reads: undefined,
  },
  { name: 'D8 two tokens', source: basic(), request: authorization(`Basic ${basicOf('hp_1:hp_2')}`), reads: AMBIGUOUS },
  {
    name: "D8 somebody else's password",
    source: basic(),
    request: authorization(`Basic ${basicOf('ann:s e c r e t')}`),
    reads: 's e c r e t',
  },
  {
    name: 'D8 two lines',
    source: basic(),
    request: authorization(`Basic ${basicOf('a:b')}`, 'Bearer a'),
    reads: AMBIGUOUS,
  },
  { name: 'D8 a bearer token', source: basic(), request: authorization('Bearer hp_1'), reads: undefined },

  { name: 'a cookie', source: secret, request: cookies('a=b; __Host-t=tok; c=d'), reads: 'tok' },
  { name: 'no such cookie', source: secret, request: cookies('t=tok; __Host-t2=tok; x__Host-t=tok'), reads: undefined },
  { name: 'a cookie in other case', source: secret, request: cookies('__host-t=tok'), reads: undefined },
  { name: 'two cookies of a name', source: secret, request: cookies('__Host-t=a; __Host-t=a'), reads: AMBIGUOUS },
  {
    name: 'two cookies of a name in two lines',
    source: secret,
    request: cookies('__Host-t=a', '__Host-t=b'),
    reads: AMBIGUOUS,
  },
  { name: 'spaces before a cookie', source: secret, request: cookies('a=b;\t __Host-t=tok; c=d'), reads: 'tok' },
  {
    name: 'a name behind what only Unicode calls a space',
    source: secret,
    request: cookies('\u00a0__Host-t=tok'),
    reads: undefined,
  },
  {
    name: 'such a name beside the cookie itself',
    source: secret,
    request: cookies('\u00a0__Host-t=a; \u000b__Host-t=b; __Host-t=tok'),
    reads: 'tok',
  },
  {
    name: 'a value before what only Unicode calls a space',
    source: secret,
    request: cookies('__Host-t=tok\u00a0'),
    reads: AMBIGUOUS,
  },
  { name: 'a space behind a cookie', source: secret, request: cookies('__Host-t=tok ;a=b'), reads: AMBIGUOUS },
  { name: 'an empty cookie', source: secret, request: cookies('__Host-t='), reads: AMBIGUOUS },
  { name: 'a quoted cookie', source: secret, request: cookies('__Host-t="tok"'), reads: AMBIGUOUS },

  { name: 'a parameter', source: query('t'), request: { target: '/a?x=1&t=tok' }, reads: 'tok' },
  { name: 'an escaped parameter', source: query('t'), request: { target: '/a?%74=%74ok' }, reads: 'tok' },
  { name: 'no such parameter', source: query('t'), request: { target: '/a?tt=1&T=2&x=t' }, reads: undefined },
  { name: 'no query', source: query('t'), request: { target: '/t=tok' }, reads: undefined },
  { name: 'a parameter in the fragment', source: query('t'), request: { target: '/a?x#&t=tok' }, reads: undefined },
  { name: 'a repeated parameter', source: query('t'), request: { target: '/a?t=a&t=a' }, reads: AMBIGUOUS },
  {
    name: 'a repeated parameter, escaped once',
    source: query('t'),
    request: { target: '/a?t=a&%74=a' },
    reads: AMBIGUOUS,
  },
  {
    name: 'a parameter that parsers take for a list',
    source: query('t'),
    request: { target: '/a?t[]=a' },
    reads: AMBIGUOUS,
  },
  { name: 'a list in escapes', source: query('t'), request: { target: '/a?t%5Bx%5D=a' }, reads: AMBIGUOUS },
  { name: 'an empty parameter', source: query('t'), request: { target: '/a?t=' }, reads: AMBIGUOUS },
  { name: 'a parameter without a value', source: query('t'), request: { target: '/a?t' }, reads: AMBIGUOUS },
  { name: 'a broken escape', source: query('t'), request: { target: '/a?t=%zz' }, reads: AMBIGUOUS },
  { name: 'a plus, which is a space', source: query('t'), request: { target: '/a?t=a+b' }, reads: AMBIGUOUS },

  { name: 'a field', source: body('t'), request: { ...form, body: { t: 'tok' } }, reads: 'tok' },
  { name: 'no parsed body', source: body('t'), request: form, reads: undefined },
  {
    name: 'an inherited field',
    source: body('t'),
    request: { ...form, body: Object.create({ t: 'tok' }) },
    reads: undefined,
  },
  { name: 'a repeated field', source: body('t'), request: { ...form, body: { t: ['a', 'a'] } }, reads: AMBIGUOUS },
  { name: 'a nested field', source: body('t'), request: { ...form, body: { t: { u: 'a' } } }, reads: AMBIGUOUS },
  { name: 'an empty field', source: body('t'), request: { ...form, body: { t: '' } }, reads: AMBIGUOUS },
  {
    name: 'a field of a GET',
    source: body('t'),
    request: { ...form, method: 'GET', body: { t: 'tok' } },
    reads: undefined,
  },
  {
    name: 'a field of a multipart form',
    source: body('t'),
    request: { method: 'POST', rawHeaders: ['content-type', 'multipart/form-data'], body: { t: 'tok' } },
    reads: undefined,
  },
  {
    name: 'a field of JSON',
    source: body('t'),
    request: { method: 'POST', rawHeaders: ['content-type', 'application/json'], body: { t: 'tok' } },
    reads: undefined,
  },
]

describe('token sources', () => {
  it.each(VECTORS)('$source.name reads $name', ({ source, request, reads }) => {
    expect(source.read(viewOf(request), owns)).toBe(reads)
  })

  const authorized = { header: 'authorization', shared: true, ambient: 'never', inUrl: false, challenge: undefined }
  const own = { shared: false, ambient: 'never', inUrl: false, challenge: undefined }

  it.each([
    [bearer(), { ...authorized, name: 'bearer' }],
    [basic(), { ...authorized, name: 'basic', ambient: 'always', challenge: 'Basic' }],
    [basic({ programs: false }), { ...authorized, name: 'basic', ambient: 'always', challenge: 'Basic' }],
    [basic({ programs: true }), { ...authorized, name: 'basic', ambient: 'in-browsers', challenge: 'Basic' }],
    [header('X-Token'), { ...own, name: 'header x-token', header: 'x-token' }],
    [cookie('__Host-t'), { ...own, name: 'cookie __Host-t', header: 'cookie', ambient: 'always' }],
    [query('t'), { ...own, name: 'query t', header: undefined, inUrl: true }],
    [body('t'), { ...own, name: 'body t', header: undefined }],
  ])('are places of their own: $name', (source, place) => {
    const { read, ...told } = source
    expect(told).toStrictEqual(place)
    expect(Object.isFrozen(source)).toBe(true)
  })

  const NOT_A_HEADER = 'header() takes a header name such as "x-hallpass-token", got '
  const NOT_A_COOKIE = 'cookie() takes a name that starts with "__Host-", such as "__Host-hallpass", got '

  it.each<[sentence: string, make: () => unknown, message: string]>([
    ['a header name with a space', () => header('x token'), `${NOT_A_HEADER}"x token"`],
    ['a header name that is none', () => header(7 as never), `${NOT_A_HEADER}7`],
    ['header names in a list', () => header(['x-token'] as never), `${NOT_A_HEADER}a list of 1`],
    [
      'the header of bearer()',
      () => header('Authorization'),
      'the header "Authorization" is read by bearer() and basic(), not by header()',
    ],
    ['the header of cookie()', () => header('cookie'), 'the header "cookie" is read by cookie(), not by header()'],
    ['a cookie without the prefix', () => cookie('token'), `${NOT_A_COOKIE}"token"`],
    ['a cookie that is all prefix', () => cookie('__Host-'), `${NOT_A_COOKIE}"__Host-"`],
    ['cookie names in a list', () => cookie(['__Host-t'] as never), `${NOT_A_COOKIE}a list of 1`],
    ['a parameter with brackets', () => query('t[]'), 'query() takes a parameter name such as "token", got "t[]"'],
    [
      'parameters in a list',
      () => query(['t'] as never),
      'query() takes a parameter name such as "token", got a list of 1',
    ],
    ['an empty field name', () => body(''), 'body() takes a field name such as "token", got ""'],
    [
      'a field that every object has',
      () => body('__proto__'),
      'body() takes a field name such as "token", got "__proto__"',
    ],
  ])('refuse %s at start-up', (_, make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS', message } satisfies Partial<HallpassError>))
  })
})
