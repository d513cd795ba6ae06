import { HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { define } from './define.js'

const withRoutes = (routes: readonly unknown[], more: object = {}) =>
  define({ name: 's', routes, maxTtl: '1h', ...more })
const refusal = (routes: readonly unknown[], more: object = {}): unknown => {
  try {
    return withRoutes(routes, more)
  } catch (error) {
    return error instanceof HallpassError ? `${error.code} ${error.message}` : error
  }
}

describe('a route in short form', () => {
  it.each(['GET /x', 'GET   /x', 'M-SEARCH /x', 'X /x', `${'A'.repeat(32)} /x`])('may be %j', (route) => {
    const [method, path] = route.split(/ +/)
    expect(withRoutes([route]).routes).toMatchObject([{ method, path, text: `${method} ${path}` }])
  })

  it.each(['GET', ' GET /x', 'GET /x ', 'GET /x /y', 'GET\t/x'])('is not %j', (route) => {
    expect(refusal([route])).toBe(
      `ERR_SCOPE_ROUTES scope "s": a route must be "METHOD /path" or { method, path }, got ${JSON.stringify(route)}`,
    )
  })

  it('is not null', () => {
    expect(refusal([null])).toBe(
      'ERR_SCOPE_ROUTES scope "s": a route must be "METHOD /path" or { method, path }, got null',
    )
  })

  it.each(['GETx', 'xGET', 'G3T', '-GET', 'A'.repeat(33)])('has no method %j', (method) => {
    expect(refusal([`${method} /x`])).toBe(
      `ERR_SCOPE_ROUTES scope "s": method "${method}" must be an upper-case method such as "GET"`,
    )
  })
})

describe('a route in long form', () => {
  it.each([
    ['a path that is left out', { method: 'GET' }, 'path "undefined" must start with "/"'],
    ['a method that is left out', { path: '/x' }, 'method undefined must be an upper-case method such as "GET"'],
    [
      'a method in a list',
      { method: ['GET'], path: '/x' },
      'method a list of 1 must be an upper-case method such as "GET"',
    ],
    [
      'a query without a name',
      { method: 'GET', path: '/x', query: { '': 'a' } },
      'query "" of GET /x must be text, got "a"',
    ],
  ])('is refused with %s', (_, route, text) => {
    expect(refusal([route])).toBe(`ERR_SCOPE_ROUTES scope "s": ${text}`)
  })

  it('spends as it says, whatever its method', () => {
    const [get, post] = withRoutes([
      { method: 'GET', path: '/x', spends: true },
      { method: 'POST', path: '/x', spends: false },
    ]).routes
    expect([get?.spends, post?.spends]).toEqual([true, false])
  })

  it('keeps the query that it names', () => {
    const [route] = withRoutes([{ method: 'GET', path: '/x', query: { a: '1', b: '' } }]).routes
    expect(route?.query).toEqual({ a: '1', b: '' })
  })
})

describe('a path', () => {
  it.each([
    ['/', [], false],
    ['/x', [{ literal: 'x' }], false],
    ['/x/', [{ literal: 'x' }], true],
    ['/:a/', [{ placeholder: 'a' }], true],
    ['/:a/x/:b', [{ placeholder: 'a' }, { literal: 'x' }, { placeholder: 'b' }], false],
    ['/x/:a', [{ literal: 'x' }, { placeholder: 'a' }], false],
    ["/a-._~$&',;=@", [{ literal: "a-._~$&',;=@" }], false],
    ['/...', [{ literal: '...' }], false],
    ['/.x', [{ literal: '.x' }], false],
    ['/x..', [{ literal: 'x..' }], false],
  ])('%s is read segment by segment', (path, segments, trailingSlash) => {
    expect(
      withRoutes([`GET ${path}`], { free: ['a', 'b'].filter((name) => path.includes(`:${name}`)) }).routes,
    ).toMatchObject([
      {
        segments,
        trailingSlash,
        placeholders: segments.flatMap((one) => ('placeholder' in one ? [one.placeholder] : [])),
      },
    ])
  })

  it.each([
    ['//', 'has an empty segment'],
    ['///', 'has an empty segment'],
    ['//x', 'has an empty segment'],
    ['/./x', 'has a literal that no canonical request can hold; write RFC 3986 path characters, with no escapes'],
    ['/x/..', 'has a literal that no canonical request can hold; write RFC 3986 path characters, with no escapes'],
    ['/é', 'has a literal that no canonical request can hold; write RFC 3986 path characters, with no escapes'],
    ['/:a:b', 'has a segment that is not one literal or one placeholder'],
    ['/:a.json', 'has a segment that is not one literal or one placeholder'],
    ['/x/*', /is not a pattern that path-to-regexp reads: Missing parameter name/],
  ])('%s is refused', (path, why) => {
    const problem = refusal([`GET ${path}`])
    if (typeof why === 'string') expect(problem).toBe(`ERR_SCOPE_ROUTES scope "s": path "${path}" ${why}`)
    else expect(problem).toMatch(why)
  })

  it('names each placeholder once, fixed unless it is free or the resource', () => {
    const { routes, fixed } = withRoutes(['GET /:a/:b/:c', 'GET /:a/:c'], { resource: 'c', free: ['b'] })
    expect(routes.map((route) => route.fixed)).toEqual([['a'], ['a']])
    expect(fixed).toEqual(['a'])
  })
})

describe('the digest of a route', () => {
  const digestOf = (route: unknown, more: object = {}) => withRoutes([route], more).digests[0]

  it('is the same in every version: records keep it', () => {
    const inner = withRoutes(['GET /inner/:id'], { name: 'inner', resource: 'id' })
    const scope = withRoutes(
      ['GET /x/:t/:id/:f', { method: 'POST', path: '/x/:id', spends: false, query: { b: '2', a: '1' } }],
      { resource: 'id', free: ['f'], includes: [inner] },
    )
    expect(scope.digests).toMatchInlineSnapshot(`
      [
        "XGIOa3vO",
        "C6prUnUi",
        "n9M6dV0m",
        "f-M_twlg",
      ]
    `)
  })

  it('does not depend on the order in which query parameters are named', () => {
    const queries = [
      { a: '1', b: '2', c: '3' },
      { c: '3', b: '2', a: '1' },
      { b: '2', c: '3', a: '1' },
    ]
    expect(new Set(queries.map((query) => digestOf({ method: 'GET', path: '/x', query }))).size).toBe(1)
  })

  it.each([
    ['the method', 'POST /x/:id', { resource: 'id' }],
    ['the path', 'GET /y/:id', { resource: 'id' }],
    ['the resource', 'GET /x/:id', {}],
    ['what is free', 'GET /x/:id', { free: ['id'] }],
    ['spending', { method: 'GET', path: '/x/:id', spends: true }, { resource: 'id' }],
    ['the query', { method: 'GET', path: '/x/:id', query: { a: '1' } }, { resource: 'id' }],
  ])('changes with %s', (_, route, more) => {
    expect(digestOf(route, more)).not.toBe(digestOf('GET /x/:id', { resource: 'id' }))
  })
})
